package prose

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

// found judges a text put below a readme's title and lists what one rule says.
func found(rule, text string, change func(*Subject)) []string {
	s := Subject{Readme: &checks.File{Name: "readme.md", Data: []byte("# Contoso\n\n" + text)}, Operations: operations}
	if strings.HasPrefix(rule, "Intro") {
		s.Intro, s.Readme = &checks.File{Name: "intro.md", Data: s.Readme.Data}, nil
	}
	if change != nil {
		change(&s)
	}
	var out []string
	for _, f := range Judge(s).Findings {
		if f.Rule == rule {
			out = append(out, fmt.Sprintf("%d:%d %s > %s", f.Place.Line, f.Place.Column, f.Message, f.Fix))
		}
	}
	return out
}

func TestLinks(t *testing.T) {
	for text, want := range map[string]string{
		"See [a b](https://contoso.example), https://contoso.example/x_(y) and www.contoso.example.":                                 "",
		"[mail](mailto:help@contoso.example) <help@contoso.example> [call](tel:+1) [app](ms-windows-store://x)":                      "",
		"[file](apiDefinition.swagger.json) ![p](images/a.png) [up](../x) [root](/connectors/contoso)":                               "",
		"[![badge](https://a.example/b.svg)](https://a.example)":                                                                     "",
		"`[a](b c)` and\n\n```\n[a] (https://contoso.example)\n```\n\n<!-- [a]() -->":                                                "",
		"[docs][1] and [x y][] or [Z]\n\n[1]: https://contoso.example\n[x y]: https://contoso.example\n[z]: <https://a.example> 't'": "",
		"array[0][1], body['a'][b], [a][b] and item()?[‘x’][0]":                                                                      `3:28 "[a][b]" is no link: no line of the document says what [b] is > Write [a](https://address), or add a line [b]: https://address`,
		"é [our site] (https://contoso.example).":                                                                                    `3:3 "[our site] (https://contoso.example)" is no link: a blank stands between the brackets > Write [our site](https://contoso.example)`,
		"(our site)[https://contoso.example]":                                                                                        `3:1 "(our site)[https://contoso.example]" is no link: the brackets are the wrong way round > Write [our site](https://contoso.example)`,
		"[our site](https://contoso.example":                                                                                         `3:1 "[our site](https://contoso.example" is no link: the round bracket is not closed > Write [our site](https://contoso.example)`,
		"![a flow](my flow.png)":                                                                                                     `3:1 "![a flow](my flow.png)" is no picture: its address has a blank in it > Write ![a flow](my%20flow.png)`,
		"[mailto:help@contoso.example](help)":                                                                                        "",
		"[mailto:help@contoso.example](our help)":                                                                                    `3:1 "[mailto:help@contoso.example](our help)" is no link: words and address are swapped > Write [our help](mailto:help@contoso.example)`,
		"[x]([y](https://contoso.example))":                                                                                          `3:1 "[x]([y](https://contoso.example))" has another link for its address > Leave only the address between the round brackets.`,
		"[](https://contoso.example)":                                                                                                `3:1 "[](https://contoso.example)" has no words to select > Write what the page is about: [words](https://contoso.example)`,
		"[a]() and [b](#)":                                                                                                           `3:1 "[a]()" leads nowhere > Put the page's address between the round brackets.|3:11 "[b](#)" leads nowhere > Put the page's address between the round brackets.`,
		"[a](www.contoso.example)":                                                                                                   `3:1 "[a](www.contoso.example)" has no https:// before its address and leads to a page beside this one > Write https://www.contoso.example`,
		"[a](contoso.com/docs)":                                                                                                      `3:1 "[a](contoso.com/docs)" has no https:// before its address and leads to a page beside this one > Write https://contoso.com/docs`,
		"[a](help@contoso.example)":                                                                                                  `3:1 "[a](help@contoso.example)" leads to an e-mail address without mailto: > Write mailto:help@contoso.example`,
		"[a](https://\u200bcontoso.example)":                                                                                         `3:1 "[a](https://\u200bcontoso.example)" has an invisible character in its address > Type the address anew: https://contoso.example`,
		"[a](http://https://contoso.example)":                                                                                        `3:1 "[a](http://https://contoso.example)" has http:// twice in its address > Remove one of them: https://contoso.example`,
		"[a](https//contoso.example)":                                                                                                `3:1 "[a](https//contoso.example)" has its address mistyped > Write https://… in place of https//contoso.example`,
		"[a](http:/contoso.example)":                                                                                                 `3:1 "[a](http:/contoso.example)" has its address mistyped > Write http://contoso.example`,
		"[a]('https://contoso.example')":                                                                                             `3:1 "[a]('https://contoso.example')" has its address in quotation marks > Remove the quotation marks: https://contoso.example`,
		"See http://localhost:8080/x or `http://localhost`.":                                                                         `3:5 "http://localhost:8080/x" leads to an address that nobody else can reach > Link a page that everybody can open, or write the address as ` + "`code`.",
		"[a](http://192.168.1.4/) [b](https://[::1]/) [c](https://8.8.8.8/)":                                                         `3:1 "[a](http://192.168.1.4/)" leads to an address that nobody else can reach > Link a page that everybody can open, or write the address as ` + "`code`.|" + `3:26 "[b](https://[::1]/)" leads to an address that nobody else can reach > Link a page that everybody can open, or write the address as ` + "`code`.",
		`[a](images\a.png) [b](C:\x.png) [c](file:///x)`:                                                                             `3:1 "[a](images\\a.png)" has \ in its address > Write / in place of \: images/a.png|3:19 "[b](C:\\x.png)" leads to a file of one computer > Link a page that everybody can open.|3:33 "[c](file:///x)" leads to a file of one computer > Link a page that everybody can open.`,
		`<a href="www.contoso.example">x</a> <a href="#x">y</a> <img src="https://contoso.example/a.png">`:                           `3:1 "<a href=\"www.contoso.example\">" has no https:// before its address and leads to a page beside this one > Write https://www.contoso.example`,
		"[a](#contoso) [b](#create-invoice) [c](#actions) <a name=\"z\"></a>[d](#z)":                                                 "",
		"<img src= >\n\n<p><img src= ><a href= >x</a></p>":                                                                           `5:4 "<img src= >" leads nowhere > Put the page's address between the round brackets.`,
		"Write `<!--` first.\n\n## Limits\n\n[a](#limits)":                                                                           "",
		"[a](#contos)":                                           `3:1 "[a](#contos)" leads to no heading of this document > Write #contoso`,
		"[a](#faq)":                                              `3:1 "[a](#faq)" leads to no heading of this document > Link a heading that is there: its words in small letters, with - for blanks.`,
		"To sign up, click here.":                                `3:13 "click here" is no link > Link the page, and name it: [create an account](https://…).`,
		"Click here: https://contoso.example":                    "",
		"[Click here](https://contoso.example)":                  "",
		"The button says *click hereafter*.":                     "",
		"Send it to https://<your-host>/api":                     "",
		"## A\n\n## A\n\n[a](#a-1) [b](#a) [c](#A)":              "",
		"## Use `x` & [y](https://a.example)!\n\n[a](#use-x--y)": "",
	} {
		if got := strings.Join(found("ReadmeLinkBroken", text, nil), "|"); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestLinkText(t *testing.T) {
	got := found("IntroLinkText", "See [here](https://contoso.example), [Click here!](https://b.example), [how to](https://c.example).\n\n![](https://d.example/a.png) ![a](b.png)", nil)
	want := []string{
		`3:6 the words "here" of a link do not say where it leads > Write what the page is about: [create an account](https://…).`,
		`3:39 the words "Click here!" of a link do not say where it leads > Write what the page is about: [create an account](https://…).`,
		`5:1 the picture https://d.example/a.png has no text for those who can't see it > Say what it shows: ![the finished flow](https://d.example/a.png)`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %s", strings.Join(got, "\n"))
	}
}

func TestFiles(t *testing.T) {
	files := []string{"readme.md", "Images/", "docs/setup.md", "icon.png", `other\a.png`}
	tests := []struct {
		text, readme, intro string
	}{
		{"![a](icon.png) [b](./docs/setup.md?x#y) [c](other/a.png)", "", "*"},
		{"![a](Images/any.png) [b](Images)", "", "*"},
		{"![a](https://contoso.example/a.png) [b](../x.png) [c](/x.png) [d](#contoso) [e](mailto:a@b.example) [f](data:x)", "", ""},
		{"![a](missing.png)", "3:1 missing.png is not in the connector's folder > Put missing.png into the folder, or link it on your site with https://.", "3:1 missing.png is not in the connector's folder > Put it on your site and link it with https://."},
		{"![a](Icon.png)", "3:1 Icon.png is called icon.png in the folder: small and capital letters differ > Write icon.png", "*"},
		{"![a](images/b%20c.png)", "3:1 images/b c.png is called Images/b c.png in the folder: small and capital letters differ > Write Images/b c.png", "*"},
		{"<img src=\"missing.png\">", "3:1 missing.png is not in the connector's folder > Put missing.png into the folder, or link it on your site with https://.", "*"},
		{"`![a](missing.png)`", "", ""},
	}
	for _, tt := range tests {
		known := func(s *Subject) { s.Files = files }
		if got := strings.Join(found("ReadmeFileLink", tt.text, known), "|"); got != tt.readme {
			t.Errorf("readme: %q: got %s", tt.text, got)
		}
		got := strings.Join(found("IntroFileLink", tt.text, known), "|")
		if got != tt.intro && (tt.intro != "*" || got == "") {
			t.Errorf("intro: %q: got %s", tt.text, got)
		}
	}
}

// TestUnknownFiles holds that nothing is said to be missing while nobody has
// looked, and that the readme is not said to have passed either.
func TestUnknownFiles(t *testing.T) {
	if got := found("ReadmeFileLink", "![a](a.png)", nil); got != nil {
		t.Errorf("got %q", got)
	}
	s := Subject{Readme: &checks.File{Name: "readme.md", Data: []byte("![a](a.png)")}}
	for _, o := range Judge(s).Outcomes {
		if o.Rule == "ReadmeFileLink" && !strings.HasPrefix(o.Reason, "not checked") {
			t.Errorf("the rule %s: %s", o.Result, o.Reason)
		}
	}
	want := []string{"3:1 a.png does not go with intro.md, which is attached alone > Put it on your site and link it with https://."}
	if got := found("IntroFileLink", "![a](a.png)", nil); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// TestOffsetsInFoldedText: a letter whose small form is longer, and bytes that
// are no UTF-8, move nothing.
func TestOffsetsInFoldedText(t *testing.T) {
	for _, before := range []string{"ȺȺȺ", "\x93\x94\xe4", "İİ", "\u212a"} {
		for _, said := range []string{"Click HERE to begin.", "TODO", "[Insert the name]", "[Title] connector"} {
			text := []byte("# Contoso\n\n" + before + " " + said + "\n\n" + before + "\n" + said)
			r := Judge(Subject{AuthKnown: true, Intro: &checks.File{Name: "intro.md", Data: text}, Readme: &checks.File{Name: "readme.md", Data: text}})
			for _, o := range r.Unchecked() {
				t.Errorf("%q %q: %s: %s", before, said, o.Rule, o.Reason)
			}
			for _, f := range r.Findings {
				if f.Place.Line > 6 || f.Place.Column > len(text) {
					t.Errorf("%q %q: %+v", before, said, f.Place)
				}
			}
		}
	}
}
