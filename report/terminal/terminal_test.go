package terminal

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/report"
)

// Whatever would command a terminal is shown instead, whatever else stays as it is.
func TestSafe(t *testing.T) {
	for in, want := range map[string]string{
		"BitFuFu Классик 360: 30 TH/s, 4 %": "BitFuFu Классик 360: 30 TH/s, 4 %",
		"two\nlines\tand a tab":             "two\nlines\tand a tab",
		"a file from Windows\r\nends":       "a file from Windows\nends",
		"over\rwritten":                     "over\ufffdwritten",
		"\x1b[2Jgone":                       "\ufffd[2Jgone",
		"\x1b]0;title\x07":                  "\ufffd]0;title\ufffd",
		"\x1b]8;;https://evil.example\x1b\\Assay\x1b]8;;\x1b\\": "\ufffd]8;;https://evil.example\ufffd\\Assay\ufffd]8;;\ufffd\\",
		"\u009b31mC1":                           "\ufffd31mC1",
		"del\x7f, bell\a, nul\x00, back\b":      "del\ufffd, bell\ufffd, nul\ufffd, back\ufffd",
		"pay \u202e001$\u202c":                  "pay \ufffd001$\ufffd",
		"\u200fmark\u061c, \u2066isolate\u2069": "\ufffdmark\ufffd, \ufffdisolate\ufffd",
		"no \xff UTF-8 \x9b":                    "no \ufffd UTF-8 \ufffd",
		"":                                      "",
	} {
		if got := Safe(in); got != want {
			t.Errorf("Safe(%q) is %q, want %q", in, got, want)
		}
	}
}

// No text whatever gets a command through, and what is safe is not changed again.
func TestSafeProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text")
		got := Safe(in)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, Commands) || Safe(got) != got {
			t.Fatalf("Safe(%q) is %q", in, got)
		}
	})
}

// A stranger's words reach the terminal through Safe, wherever in a document they stand.
func TestNothingOfADocumentCommands(t *testing.T) {
	const evil = "x\x1b[2J\u202ey"
	d := &report.Document{Title: evil, Lead: evil, Caution: &report.Caution{Axis: report.Axis{Name: evil,
		Word: evil, Says: evil}, Says: evil},
		Axes: []report.Axis{{Name: evil, Word: evil, Says: evil}, {Name: evil, Word: evil, Says: evil, Said: true}},
		Sections: []report.Section{{Title: evil, Blocks: []report.Block{
			report.Paragraph{Text: evil}, report.Paragraph{Text: evil, Soft: true}, report.List{Items: []string{evil},
				More: 2},
			report.Table{Head: []string{evil, evil}, Rows: []report.Row{{Name: evil, Cells: []string{evil}},
				{Name: evil, Cells: []string{evil}, Strong: true}}},
			report.Table{Fitted: true, Head: []string{evil, evil}, Rows: []report.Row{{Name: evil,
				Cells: []string{evil}}}},
			report.Findings{Items: []report.Finding{{ID: evil, Word: evil, Title: evil, Says: evil}}},
			report.Bars{RefName: evil, Ref: 1, Top: 1, Rows: []report.Bar{{Name: evil, Says: evil,
				Notes: []string{evil}}, {Name: evil, Says: evil, Known: true,
				Notes: []string{evil}, Axes: []report.Axis{{Name: evil, Word: evil}}}}},
			report.Curves{Picture: report.Picture{Title: evil}, Drawn: true, Note: evil,
				Lines: []report.Curve{{X: []float64{1, 2, 3}, Y: []float64{1, 2, 3}}}},
			report.Fan{Caption: evil, Points: make([]report.FanPoint, 9)},
		}}}}
	for _, width := range []int{40, 80, 120} {
		got := string(Screen{Width: width}.Document(d, nil))
		if strings.ContainsFunc(got, Commands) {
			t.Errorf("%d columns: %q", width, got)
		}
		if !utf8.ValidString(got) {
			t.Errorf("%d columns: not UTF-8", width)
		}
	}
}

// A line is broken between words and never within one.
func TestWrap(t *testing.T) {
	for in, want := range map[string]string{
		"  - one two three": "  - one\n    two\n    three",
		"onelongword":       "onelongword",
		"":                  "",
	} {
		if got := Wrap(in, 8, "    "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A table that has no room shows its outer columns and its middle, below their names.
func TestFittedTable(t *testing.T) {
	table := report.Table{Fitted: true, Head: []string{"", "5 %", "25 %", "median", "75 %", "95 %"},
		Rows: []report.Row{{Name: "difficulty", Cells: []string{"1", "2", "3", "4", "5"}}}}
	show := func(width int) string {
		return string(Screen{Width: width}.Document(&report.Document{Sections: []report.Section{{Blocks: []report.Block{table}}}}, nil))
	}
	if got := show(80); !strings.Contains(got,
		"            5 %  25 %  median  75 %  95 %\ndifficulty    1    "+
			" 2       3     4     5\n") {
		t.Errorf("wide:\n%s", got)
	}
	narrow := show(40)
	for _, gone := range []string{"25 %", "75 %", " 2", " 4"} {
		if strings.Contains(narrow, gone) {
			t.Errorf("narrow shows %q:\n%s", gone, narrow)
		}
	}
}

// TestStyled: the styles of this package stay, and nothing else that a terminal would obey.
func TestStyled(t *testing.T) {
	for in, want := range map[string]string{
		"\x1b[1mbold\x1b[0m, \x1b[31mred\x1b[0m": "\x1b[1mbold\x1b[0m, \x1b[31mred\x1b[0m",
		"\x1b[2Jgone":                            "\ufffd[2Jgone",
		"\x1b]8;;https://evil.example\x1b\\x":    "\ufffd]8;;https://evil.example\ufffd\\x",
		"\x1b[1;31m\x1b[1m":                      "\ufffd[1;31m\x1b[1m",
		"\x1b":                                   "\ufffd",
		"zero\u200bwidth, \u202ertl, \u00adsoft, C1\u009b": "zero\ufffdwidth, \ufffdrtl, \ufffdsoft, C1\ufffd",
	} {
		if got := Styled(in); got != want {
			t.Errorf("Styled(%q) is %q, want %q", in, got, want)
		}
	}
}

// Joiners belong to the spelling of some scripts and to pictures made of several; anywhere else they are
// hidden.
func TestJoinersWhereTheyAreWritten(t *testing.T) {
	for _, spelt := range []string{"می\u200cخواهم", "क्\u200dष", "ന്\u200dറ",
		"👩\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "👩🏽\u200d🔧"} {
		if got := Safe(spelt); got != spelt {
			t.Errorf("%q is shown as %q", spelt, got)
		}
	}
	for _, hidden := range []string{"pay\u200dpal", "a\u200cb", "\u200dx", "می\u200c", "م\u200c\u200cی",
		"👩\u200dx", "5\u200d%"} {
		if got := Safe(hidden); strings.ContainsAny(got, "\u200c\u200d") || !strings.Contains(got, "\ufffd") {
			t.Errorf("%q is shown as %q", hidden, got)
		}
	}
}
