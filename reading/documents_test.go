package reading

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// document is a whole page, as it is pasted: made up for this project, in the manner of sellers,
// newspapers, authorities and frauds.
type document struct {
	ID    string `json:"id"`
	Lang  string `json:"lang"`
	Kind  string `json:"kind"`
	Text  string `json:"text"`
	Label string `json:"label"`
}

func documents(t testing.TB) []document {
	t.Helper()
	text, err := os.ReadFile("testdata/documents.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var all []document
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var d document
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}

// labelled is the documents of a label.
func labelled(t testing.TB, label string) []document {
	return slices.DeleteFunc(documents(t), func(d document) bool { return d.Label != label })
}

// grave checks what the words of a text alone come to.
func grave(t *testing.T, what, text string, want bool) {
	t.Helper()
	if got := Read(text).Grave(); len(got) > 0 != want {
		t.Errorf("%s: grave are %+v", what, got)
	}
}

// No honest document is slandered, and no fraud passes.
func TestDocuments(t *testing.T) {
	for _, d := range documents(t) {
		grave(t, d.ID, d.Text, d.Label == "grave")
	}
}

// An honest document beside a fraud never clears it, and two honest ones stay honest.
func TestDocumentsBesideEachOther(t *testing.T) {
	honest, frauds := labelled(t, "honest"), labelled(t, "grave")
	for i, h := range honest {
		for k, f := range frauds {
			if testing.Short() && (i+k)%7 != 0 {
				continue
			}
			grave(t, h.ID+" before "+f.ID, h.Text+"\n\n"+f.Text, true)
			grave(t, f.ID+" before "+h.ID, f.Text+"\n\n"+h.Text, true)
		}
		other := honest[(i+7)%len(honest)]
		grave(t, h.ID+" before "+other.ID, h.Text+"\n\n"+other.Text, false)
	}
}

// A line that a seller's honest document loses never makes it worse. Where it tells what others
// promise, the line that says so stays, and those of whoever warns or reports do.
func TestDocumentsWithoutALine(t *testing.T) {
	for _, d := range labelled(t, "honest") {
		lines := strings.Split(d.Text, "\n")
		tells := map[int]bool{}
		read := parse(t.Context(), d.Text)
		for _, c := range read.clauses {
			if c.Told || c.Question {
				from, _ := read.Original(c.From, c.To)
				line := strings.Count(d.Text[:from], "\n")
				tells[line], tells[line+1] = true, true
			}
		}
		for i := range lines {
			if strings.TrimSpace(lines[i]) == "" || tells[i] || slices.Contains(tellers, d.Kind) ||
				testing.Short() && i%5 != 0 {
				continue
			}
			rest := slices.Concat(lines[:i], lines[i+1:])
			grave(t, d.ID+" without "+lines[i], strings.Join(rest, "\n"), false)
		}
	}
}

// How a page is set says nothing: lines of sixty letters, other bullets, a byte order mark and DOS
// line ends.
func TestDocumentsSetOtherwise(t *testing.T) {
	bullets := strings.NewReplacer("\n- ", "\n• ", "\n* ", "\n– ")
	for _, d := range documents(t) {
		want := d.Label == "grave"
		if d.Lang != "zh" && d.Lang != "ja" { // they break anywhere
			grave(t, d.ID+" in narrow lines", wrapped(d.Text, 60), want)
			grave(t, d.ID+" in wide lines", wrapped(d.Text, 90), want)
		}
		grave(t, d.ID+" with other bullets", bullets.Replace(d.Text), want)
		grave(t, d.ID+" from DOS", "\ufeff"+strings.ReplaceAll(d.Text, "\n", "\r\n"), want)
	}
}

// tellers is the kinds of documents that tell of others throughout.
var tellers = []string{"warning", "news", "regulator", "learn"}

// wrapped breaks each line at blanks before so many letters.
func wrapped(text string, width int) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if len([]rune(line)) <= width {
			out = append(out, line)
			continue
		}
		row := ""
		for word := range strings.FieldsSeq(line) {
			if row != "" && len([]rune(row))+1+len([]rune(word)) > width {
				out, row = append(out, row), ""
			}
			row = strings.TrimPrefix(row+" "+word, " ")
		}
		out = append(out, row)
	}
	return strings.Join(out, "\n")
}
