package statement

import (
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// grid is a table cell by cell.
type grid struct {
	rows  [][]string
	comma rune
}

func gridOf(t *testing.T, text string) grid {
	t.Helper()
	g := grid{comma: ','}
	first, _, _ := strings.Cut(text, "\n")
	if strings.Count(first, ";") > strings.Count(first, ",") {
		g.comma = ';'
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = g.comma
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	g.rows = rows
	return g
}

func (g grid) text(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = g.comma
	if err := w.WriteAll(g.rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// cells changes every cell below the header, or those of one row.
func (g grid) cells(only int, change func(string) string) grid {
	for i, row := range g.rows {
		for j := range row {
			if i == only || only == 0 && i > 0 {
				row[j] = change(row[j])
			}
		}
	}
	return g
}

// TestColumns: what spreadsheets do to cells and columns gives every day its satoshi, or the file or the row
// is refused; no day has another amount, and none is missing without a word.
func TestColumns(t *testing.T) {
	from, want := truth(t)
	decimal := regexp.MustCompile(`^-?\d+\.\d+$`)
	small := regexp.MustCompile(`^(-?)0[.,]000(\d{5})$`)
	day := regexp.MustCompile(`2026-(\d\d)-(\d\d)`)
	comma := func(s string) string {
		if decimal.MatchString(s) {
			return strings.Replace(s, ".", ",", 1)
		}
		return s
	}
	replaced := func(r *regexp.Regexp, by string) func(string) string {
		return func(s string) string { return r.ReplaceAllString(s, by) }
	}
	wide := func(g grid, header, rows int) grid {
		for i := range g.rows {
			n := rows
			if i == 0 {
				n = header
			}
			g.rows[i] = append(g.rows[i], make([]string, n)...)
		}
		return g
	}
	turned := func(g grid, first int) grid {
		for i := first; i < len(g.rows); i++ {
			g.rows[i] = append(slices.Clone(g.rows[i][1:]), g.rows[i][0])
		}
		return g
	}
	for what, v := range map[string]struct {
		change func(grid) grid
		before string
		whole  bool // every file is read, and no row refused
	}{
		"comma": {change: func(g grid) grid { return g.cells(0, comma) }, whole: true},
		"comma, semicolon": {change: func(g grid) grid { g.comma = ';'; return g.cells(0, comma) },
			whole: true},
		"comma, sep=": {change: func(g grid) grid { g.comma = ';'; return g.cells(0, comma) },
			before: "sep=;\n", whole: true},
		"one comma":           {change: func(g grid) grid { return g.cells(20, comma) }, whole: true},
		"tabs":                {change: func(g grid) grid { g.comma = '\t'; return g }, whole: true},
		"empty behind":        {change: func(g grid) grid { return wide(g, 2, 2) }, whole: true},
		"empty behind rows":   {change: func(g grid) grid { return wide(g, 0, 2) }},
		"empty behind header": {change: func(g grid) grid { return wide(g, 2, 0) }, whole: true},
		"no zero": {change: func(g grid) grid {
			return g.cells(0, replaced(small, "$1.000$2"))
		}, whole: true},
		"more zeros": {change: func(g grid) grid {
			return g.cells(0, replaced(small, "${1}0.000${2}000"))
		}},
		"capitals": {change: func(g grid) grid {
			for j, name := range g.rows[0] {
				g.rows[0][j] = strings.ToUpper(name)
			}
			return g
		}},
		"column moved": {change: func(g grid) grid { return turned(g, 0) }},
		"cells moved":  {change: func(g grid) grid { return turned(g, 1) }},
		"row moved": {change: func(g grid) grid {
			g.rows[20] = append([]string{""}, g.rows[20]...)
			return g
		}},
		"first row moved": {change: func(g grid) grid {
			g.rows[1] = append([]string{""}, g.rows[1]...)
			return g
		}},
		"row short": {change: func(g grid) grid { g.rows[20] = g.rows[20][1:]; return g }},
		"column less": {change: func(g grid) grid {
			for i, row := range g.rows {
				g.rows[i] = row[:len(row)-1]
			}
			return g
		}},
		"column more": {change: func(g grid) grid {
			for i, row := range g.rows {
				g.rows[i] = append([]string{"x"}, row...)
			}
			return g
		}},
		"unit behind": {change: func(g grid) grid {
			return g.cells(0, replaced(small, "$0 BTC"))
		}},
		"one in mBTC":     {change: func(g grid) grid { return g.cells(20, replaced(small, "${1}0.$2")) }},
		"one in brackets": {change: func(g grid) grid { return g.cells(20, replaced(small, "(0.000$2)")) }},
		"one reference":   {change: func(g grid) grid { return g.cells(20, replaced(small, "#REF!")) }},
		"one empty":       {change: func(g grid) grid { return g.cells(20, replaced(small, "")) }},
		"month first":     {change: func(g grid) grid { return g.cells(0, replaced(day, "$1/$2/2026")) }},
		"one month first": {change: func(g grid) grid { return g.cells(20, replaced(day, "$1/$2/2026")) }},
		"short years":     {change: func(g grid) grid { return g.cells(0, replaced(day, "26-$1-$2")) }},
		"slashes":         {change: func(g grid) grid { return g.cells(0, replaced(day, "2026/$1/$2")) }},
		"afternoon": {change: func(g grid) grid {
			return g.cells(0, func(s string) string { return moments.ReplaceAllString(s, "$1 $3 PM") })
		}},
		"unknown zone": {change: func(g grid) grid {
			return g.cells(20, func(s string) string { return moments.ReplaceAllString(s, "$1$2$3$4 EST") })
		}},
	} {
		for name, data := range holder(t) {
			if !strings.HasSuffix(name, ".csv") {
				continue
			}
			t.Run(what+" "+name, func(t *testing.T) {
				text := v.before + v.change(gridOf(t, strings.TrimPrefix(string(data), "\ufeff"))).text(t)
				s, err := Read(name, strings.NewReader(text), Options{Zone: time.UTC})
				if err != nil && v.whole {
					t.Fatal(err)
				}
				if err != nil {
					return
				}
				if v.whole && len(s.Refused) > 0 {
					t.Fatalf("refused: %v", s.Refused[0])
				}
				missing := 0
				for i, got := range byDay(t, s, from, len(want)) {
					switch {
					case got == want[i]:
					case got < want[i] && len(s.Refused) > 0:
						missing++
					default:
						t.Fatalf("day %d: %d sat, want %d; refused %v", i, got, want[i], s.Refused)
					}
				}
				if missing > len(s.Refused)+s.More {
					t.Errorf("%d days are missing and %d rows refused", missing, len(s.Refused)+s.More)
				}
			})
		}
	}
}

// TestSigns: a row that says that it was earned, or came in, and has the sign of what went out is refused
// with what to do; in wallets that tell the way by the sign alone it went out.
func TestSigns(t *testing.T) {
	small := regexp.MustCompile(`^0[.,]000(\d{5})$`)
	for name, data := range holder(t) {
		if !strings.HasSuffix(name, ".csv") {
			continue
		}
		bySign := strings.HasPrefix(name, "electrum") || strings.HasPrefix(name, "sparrow")
		g := gridOf(t, strings.TrimPrefix(string(data), "\ufeff"))
		row := 21
		for small.FindString(strings.Join(g.rows[row], "\n")) == "" && row < 23 &&
			!slices.ContainsFunc(g.rows[row], small.MatchString) {
			row++
		}
		text := g.cells(row, func(s string) string { return small.ReplaceAllString(s, "-0.000$1") }).text(t)
		s, err := Read(name, strings.NewReader(text), Options{Zone: time.UTC})
		switch {
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case bySign && len(s.Refused) == 0:
		case len(s.Refused) == 0:
			t.Errorf("%s: row %d is taken as it is", name, row+1)
		case !strings.Contains(s.Refused[0].Why, "in the plain form as a correction"):
			t.Errorf("%s: %s", name, s.Refused[0].Why)
		}
	}
}

// TestFeeBeyondAmount: an entry whose fee is more than its amount is refused with both of its rows.
func TestFeeBeyondAmount(t *testing.T) {
	data := holder(t)["nicehash-report.csv"]
	g := gridOf(t, string(data)).cells(20, func(s string) string {
		return regexp.MustCompile(`^-0\.000(\d{5})$`).ReplaceAllString(s, "-0.$1")
	})
	s, err := Read("f", strings.NewReader(g.text(t)), Options{Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Refused) != 2 {
		t.Errorf("refused: %v, want both rows of the entry", s.Refused)
	}
}
