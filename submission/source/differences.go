package source

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/icon"
	"github.com/certwiz/certwiz/checks/text"
)

// Difference is one place where two sets of artifacts, "here" and "there",
// differ. Values of files are as written, not yet safe for a terminal; what
// looks like a secret is masked.
type Difference struct {
	File    string `json:"file"`    // as it is named here, or there when it is only there
	Pointer string `json:"pointer"` // JSON pointer, "" for the whole file; into the file there when OnlyThere, else into the one here
	Place   string `json:"place"`   // the pointer in words, see Place; "" for a file that is no JSON
	Kind    Kind   `json:"kind"`
	// Here and There are the two values as compact JSON, a line of a text as a
	// JSON string, at most 200 characters long and then cut with "…"; a
	// picture or a file that the other side lacks is described. "" is absent.
	// When NotCompared they say why that side can't be.
	Here  string `json:"here,omitempty"`
	There string `json:"there,omitempty"`
	Note  string `json:"note,omitempty"` // what the values do not show: "line endings only", "another order"
}

// Kind says in what way a place differs.
type Kind string

// The kinds of differences. FormOnly is one in spacing, the order of keys or
// line endings, which means nothing to who reads the file.
const (
	Changed     Kind = "changed"
	OnlyHere    Kind = "only here"
	OnlyThere   Kind = "only there"
	NotCompared Kind = "not compared"
	FormOnly    Kind = "form only"
)

// The bounds of what is kept of a comparison.
const (
	maxDifferences = 200 // differences in all
	maxLines       = 20  // lines of Differences
)

// Diff is what two sets of artifacts differ in.
type Diff struct {
	Differences []Difference `json:"differences"`    // in the order of the files, at most 200
	More        int          `json:"more,omitempty"` // further ones, which are only counted
}

// Same tells whether nothing differs but line endings, which git changes.
func (d Diff) Same() bool { return len(d.withoutLineEndings().Differences) == 0 }

// First is the comparison with at most n differences. They are taken from each
// file, so that hundreds in one file do not hide another that differs, too.
func (d Diff) First(n int) Diff {
	var lists []list
	for i, difference := range d.Differences {
		if i == 0 || difference.File != d.Differences[i-1].File {
			lists = append(lists, list{})
		}
		last := &lists[len(lists)-1]
		last.kept = append(last.kept, difference)
	}
	cut := fit(lists, n)
	cut.More += d.More
	return cut
}

// list holds the differences of one file.
type list struct {
	kept []Difference
	more int
}

// fit joins lists to at most n differences, and takes what is too much from
// the end of the longest.
func fit(lists []list, n int) Diff {
	total := 0
	for _, l := range lists {
		total += len(l.kept)
	}
	for ; total > n && total > 0; total-- {
		longest := &lists[0]
		for i := range lists {
			if len(lists[i].kept) > len(longest.kept) {
				longest = &lists[i]
			}
		}
		longest.kept = longest.kept[:len(longest.kept)-1]
		longest.more++
	}
	var d Diff
	for _, l := range lists {
		d.Differences = append(d.Differences, l.kept...)
		d.More += l.more
	}
	return d
}

// Compare lists what differs between two sets of artifacts, file by file: of
// JSON files by pointer, elements of lists by their key and without one by
// position; of texts the first line. It is the same seen from
// the other side, but for one thing: a placeholder there where here a real
// client ID or secret stands is no difference, since that is how the
// repository has to hold it (S24). The names of files and other files in the
// folder are not compared.
func Compare(here, there connector.Artifacts) Diff {
	return fit([]list{
		compareFiles(here.Swagger, there.Swagger, compareJSON(false)),
		compareFiles(here.Properties, there.Properties, compareJSON(true)),
		compareFiles(here.Script, there.Script, compareText),
		compareFiles(here.Readme, there.Readme, compareText),
		compareFiles(here.Icon, there.Icon, comparePicture),
		compareFiles(here.Intro, there.Intro, compareText),
	}, maxDifferences)
}

// CompareWithCommit compares the working folder with what a commit holds
// (S07): Compare without what the repository need not have. intro.md and the
// icon usually go to Microsoft outside it (S63, Q6), so it is no difference
// when the commit lacks them; and line endings are git's.
func CompareWithCommit(working, commit connector.Artifacts) Diff {
	if commit.Icon == nil {
		working.Icon = nil
	}
	if commit.Intro == nil {
		working.Intro = nil
	}
	return Compare(working, commit).withoutLineEndings()
}

func (d Diff) withoutLineEndings() Diff {
	left := Diff{More: d.More}
	for _, difference := range d.Differences {
		if difference.Note != lineEndings {
			left.Differences = append(left.Differences, difference)
		}
	}
	return left
}

// Differences lists what differs between the working folder and what a commit
// holds in short lines, nil when nothing does: one for each file that one of
// them lacks, and for each place, as a JSON pointer, where a JSON file differs
// ("apiDefinition.swagger.json  /info/description"); see CompareWithCommit. At
// most 20 are named; the last line is then "and N more".
func Differences(working, commit connector.Artifacts) []string {
	return CompareWithCommit(working, commit).Brief()
}

// Brief lists differences in short lines, see Differences.
func (d Diff) Brief() []string {
	d = d.First(maxLines)
	var lines []string
	for _, difference := range d.Differences {
		lines = append(lines, strings.TrimSpace(difference.File+"  "+difference.brief()))
	}
	if d.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", d.More))
	}
	return lines
}

// brief says in a few words what differs between the folder and a commit.
func (d Difference) brief() string {
	switch {
	case d.Kind == NotCompared && d.Here != "":
		return "not compared: the one in your folder " + d.Here
	case d.Kind == NotCompared:
		return "not compared: the one in the commit " + d.There
	case d.Kind == FormOnly:
		return d.Note
	case d.Pointer != "":
		return text.Cut(d.Pointer, maxPlace)
	case d.Kind == OnlyHere:
		return "not in the commit"
	case d.Kind == OnlyThere:
		return "not in your folder"
	default:
		return d.Place
	}
}

// Text shows a difference in plain lines: where it is, then the value there
// with "- " and the value here with "+ " in front.
func Text(d Difference) []string {
	first := d.File
	if d.Place != "" {
		first += ": " + d.Place
	}
	switch {
	case d.Kind == NotCompared:
		first += ": not compared, " + d.Note
	case d.Note != "" && d.Place != "":
		first += " (" + d.Note + ")"
	case d.Note != "":
		first += ": " + d.Note
	}
	lines := []string{first}
	if d.There != "" {
		lines = append(lines, "- "+d.There)
	}
	if d.Here != "" {
		lines = append(lines, "+ "+d.Here)
	}
	return lines
}

// The notes on a difference of form.
const (
	lineEndings = "line endings only"
	spacingOnly = "spacing or the order of keys only"
	leniently   = "spacing, the order of keys, commas or comments only"
)

// comparing compares the bytes of a file that both sides have.
type comparing func(name string, here, there []byte) list

func compareFiles(here, there *checks.File, compare comparing) list {
	one := func(d Difference) list { return list{kept: []Difference{d}} }
	switch {
	case here == nil && there == nil:
		return list{}
	case here == nil:
		return one(Difference{File: there.Name, Kind: OnlyThere, There: described(there)})
	case there == nil:
		return one(Difference{File: here.Name, Kind: OnlyHere, Here: described(here)})
	case here.Err != "" || there.Err != "":
		return one(Difference{File: here.Name, Kind: NotCompared, Here: here.Err, There: there.Err, Note: "it can't be read whole"})
	case bytes.Equal(here.Data, there.Data):
		return list{}
	}
	return compare(here.Name, here.Data, there.Data)
}

// described stands for the content of a file that only one side has.
func described(f *checks.File) string {
	if f.Err != "" {
		return "a file that " + f.Err
	}
	return text.Size(int64(len(f.Data)))
}

func comparePicture(name string, here, there []byte) list {
	return list{kept: []Difference{{File: name, Kind: Changed, Here: picture(here), There: picture(there), Note: "another picture"}}}
}

func picture(data []byte) string {
	m, err := icon.Measure(data)
	if err != nil || m.Width == 0 {
		return text.Size(int64(len(data)))
	}
	return fmt.Sprintf("%d × %d pixels, %s", m.Width, m.Height, text.Size(int64(len(data))))
}

// plainLines makes all line endings the same.
func plainLines(data []byte) []byte {
	if bytes.IndexByte(data, '\r') < 0 {
		return data
	}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
}
