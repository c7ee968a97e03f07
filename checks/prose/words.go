package prose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// normal is a text reduced to its words, for comparing: lower case, one space
// between words, punctuation and marks gone, "&" as "and".
func normal(s string) string {
	out := make([]byte, 0, len(s))
	gap := false
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
		case r == '\'' || r == '’':
			continue // "publisher's" and "publishers" read the same
		case r == '&':
			out = append(out, " and"...)
			gap = true
			continue
		case r >= utf8.RuneSelf && letterOrDigit(r):
			r = unicode.ToLower(r)
		default:
			gap = true
			continue
		}
		if gap && len(out) > 0 {
			out = append(out, ' ')
		}
		gap = false
		out = utf8.AppendRune(out, r)
	}
	return strings.TrimPrefix(string(out), " ")
}

// letterOrDigit tells whether a rune is part of a word.
func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// worded tells whether a text has a letter or digit in it.
func worded(s string) bool { return strings.IndexFunc(s, letterOrDigit) >= 0 }

// compare compares two texts in normal form by the pairs of neighbouring words
// that they share. alike is 1 for the same text and 0 for nothing in common
// (Sørensen and Dice). borrowed and lent are the shares of the words of a and of
// b that stand beside the same word in the other: a word replaced here and there
// leaves the others where they are, so that reworded texts are still found.
func compare(a, b string) (alike, borrowed, lent float64) {
	if a == b {
		return 1, 1, 1
	}
	x, y := pairs(a), pairs(b)
	if len(x) == 0 || len(y) == 0 {
		return 0, 0, 0
	}
	shared, ours := share(x, y)
	_, theirs := share(y, x)
	return 2 * float64(shared) / float64(len(x)+len(y)), float64(ours) / float64(len(x)+1), float64(theirs) / float64(len(y)+1)
}

// share counts the pairs of x that are in y, each as often as it is there, and
// the words of x that are in such a pair.
func share(x, y []uint64) (n, words int) {
	left := make(map[uint64]int, len(y))
	for _, p := range y {
		left[p]++
	}
	before := false // the pair before was shared
	for _, p := range x {
		taken := left[p] > 0
		if taken {
			left[p]--
			n++
		}
		if taken || before {
			words++
		}
		before = taken
	}
	if before {
		words++
	}
	return n, words
}

// pairs are the pairs of neighbouring words of a text in normal form, each as
// one number (FNV-1a); none of a text of one word.
func pairs(text string) []uint64 {
	const basis, prime = 14695981039346656037, 1099511628211
	out := make([]uint64, 0, len(text)/6)
	var last, hash uint64 = 0, basis
	end := func() {
		if last != 0 {
			out = append(out, (last^hash>>7)*prime^hash)
		}
		last, hash = hash, basis
	}
	for i := range len(text) {
		if text[i] == ' ' {
			end()
			continue
		}
		hash = (hash ^ uint64(text[i])) * prime
	}
	if text != "" {
		end()
	}
	return out
}

// distance is how many letters have to be added, dropped, changed or swapped
// with their neighbour to make b of a; more than most is most+1.
func distance(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		least := row[0]
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], most+1)
}

// sameWords tells whether two texts in normal form have the same words in
// whatever order.
func sameWords(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	x := strings.Fields(a)
	for w := range strings.FieldsSeq(b) {
		i := slices.Index(x, w)
		if i < 0 {
			return false
		}
		x[i] = x[len(x)-1]
		x = x[:len(x)-1]
	}
	return len(x) == 0
}
