package git

import (
	"strings"
	"unicode"

	"github.com/certwiz/certwiz/submission/source"
)

// shellCommand makes a command of words to show for typing, in bash as well as in
// PowerShell. There is none when a word could mean something else to one of
// them: names come from the repository.
func shellCommand(words ...string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		if w == "" || strings.ContainsFunc(w, untypable) {
			return nil
		}
		out[i] = w
		if strings.ContainsAny(w, " &'(),#[]{}") || strings.HasPrefix(w, "@") || strings.ContainsFunc(w, isSign) || splits(w) {
			out[i] = `"` + w + `"`
		}
	}
	return []string{strings.Join(out, " ")}
}

// splits tells whether PowerShell would make two words of one: -a.b and -a:b.
func splits(w string) bool { return strings.HasPrefix(w, "-") && strings.ContainsAny(w, ".:") }

// untypable tells whether a character means something within double quotes, too, or
// can't be seen.
func untypable(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !isSign(r) && !strings.ContainsRune(" &'()._-/:+,@=#[]{}", r)
}

// isSign is for signs such as ® and ™.
func isSign(r rune) bool { return r > unicode.MaxASCII && unicode.Is(unicode.So, r) }

// Commands are what a person types to do by hand what Prepare, Point and Push
// do, in bash or PowerShell, with a line that begins with "#" where the files
// are to be put into the folder. There are none (nil) when a name would need
// more than double quotes, and then the files are best put in by a GUI.
func (r *Repo) Commands(c Contribution, remote string) []string {
	if c.check() != nil || strings.ContainsAny(strings.Join(append(keys(c.Files), c.Folder), ""), "[]") {
		return nil // git takes brackets for patterns
	}
	list := commandList{}
	if root := shellCommand("cd", strings.ReplaceAll(r.Root, `\`, "/")); root != nil {
		list.lines = append(list.lines, root...)
	} else {
		list.lines = append(list.lines, "# in the clone's top folder:")
	}
	r.startBranch(&list, c, remote)
	if len(c.Files) > 0 {
		list.lines = append(list.lines, "# copy the files into "+c.Folder)
		list.add(append([]string{"git", "add", "--"}, paths(c.Folder, keys(c.Files))...)...)
	}
	if len(c.Remove) > 0 {
		list.add(append([]string{"git", "rm", "--"}, paths(c.Folder, c.Remove)...)...)
	}
	subject, _, _ := strings.Cut(strings.TrimSpace(c.Message), "\n")
	if commit := shellCommand("git", "commit", "-m", strings.TrimSpace(subject)); commit != nil {
		list.lines = append(list.lines, commit...)
	} else {
		list.add("git", "commit") // which asks for the message
	}
	list.add("git", "push", "-u", remote, c.Branch)
	if list.bad {
		return nil
	}
	return list.lines
}

// startBranch begins a new branch at the upstream one, or goes on with the
// branch that the fork has.
func (r *Repo) startBranch(list *commandList, c Contribution, remote string) {
	if c.Base != r.UpstreamSHA || c.Base == "" {
		list.add("git", "fetch", remote, c.Branch)
		list.add("git", "switch", c.Branch)
		list.add("git", "merge", "--ff-only", "FETCH_HEAD")
		return
	}
	if p := r.Problem(NoUpstream); p != nil {
		list.lines = append(list.lines, p.Type...)
		list.add("git", "switch", "--no-track", "-c", c.Branch, "FETCH_HEAD")
		return
	}
	list.add("git", "fetch", r.Upstream.Name, source.Branch)
	list.add("git", "switch", "--no-track", "-c", c.Branch, "FETCH_HEAD")
}

// commandList collects commands; bad when one can't be typed.
type commandList struct {
	lines []string
	bad   bool
}

func (l *commandList) add(words ...string) {
	line := shellCommand(words...)
	l.bad = l.bad || line == nil
	l.lines = append(l.lines, line...)
}
