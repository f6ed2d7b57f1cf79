package daybook

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/sumtree"
	"github.com/assaymining/assay/units"
)

var hashes = rapid.Custom(func(t *rapid.T) Hash { return HashOf([]byte(rapid.String().Draw(t, "hash"))) })

var amounts = rapid.Custom(func(t *rapid.T) units.MilliSat {
	return units.MilliSat(rapid.Int64Range(-1e12, 1e12).Draw(t, "amount"))
})

var trees = rapid.Custom(func(t *rapid.T) Tree {
	return Tree{rapid.IntRange(0, 32).Draw(t, "depth"), hashes.Draw(t, "root")}
})

var words = rapid.StringMatching(`[A-Za-z0-9-]{1,9}`)

func anyStatement(t *rapid.T) *Statement {
	s := &Statement{
		Origin: "provider.example/assay", Day: units.Date(rapid.Int32Range(15_000, 30_000).Draw(t, "day")),
		Facts: hashes.Draw(
			t,
			"facts",
		), Revenue: amounts.Draw(t, "revenue"), Carried: amounts.Draw(t, "carried"),
		Work: anyWork(t), Own: amounts.Draw(t, "own"), Residue: amounts.Draw(t, "residue"),
		Capacity: share.Reading{
			Shares: rapid.Uint64().Draw(t, "shares"), Work: anyWork(t), Squares: anyWork(t),
			Highest: share.Level(rapid.Uint8().Draw(t, "k")),
		},
		Sold: rapid.Uint64().
			Draw(t, "sold"),
		Mined: amounts.Draw(t, "mined"), Cash: amounts.Draw(t, "cash"),
		Holders: trees.Draw(t, "holders"), Reserves: Reserves{1, 2, 3, amounts.Draw(t, "client")},
		Journals: rapid.IntRange(0, 1e6).
			Draw(t, "journals"),
		Head: hashes.Draw(t, "head"), Previous: hashes.Draw(t, "previous"),
	}
	for range rapid.IntRange(0, 3).Draw(t, "segments") {
		s.Segments = append(s.Segments, Segment{
			rapid.Uint8().Draw(t, "server"), rapid.Uint64().Draw(t, "seq"), share.GradeB, 7, anyWork(t),
			hashes.Draw(t, "root"), hashes.Draw(t, "file"),
		})
	}
	for range rapid.IntRange(0, 2).Draw(t, "blocks") {
		s.Blocks = append(
			s.Blocks,
			Block{rapid.Uint32().Draw(t, "height"), hashes.Draw(t, "block"), 312_500_000},
		)
	}
	for range rapid.IntRange(0, 3).Draw(t, "series") {
		one := Series{
			Name: words.Draw(
				t,
				"name",
			), Document: hashes.Draw(t, "document"), Units: rapid.Int64Range(0, 1e4).Draw(t, "units"),
			Gross: amounts.Draw(
				t,
				"gross",
			), Net: amounts.Draw(t, "net"), Prepaid: units.MilliSat(rapid.Int64Range(0, 1e12).Draw(t, "prepaid")),
			Title: trees.Draw(t, "title"), Age: rapid.IntRange(0, 4000).Draw(t, "age"),
		}
		for range rapid.IntRange(0, 3).Draw(t, "fees") {
			one.Fees = append(one.Fees, Fee{words.Draw(t, "fee"), amounts.Draw(t, "fee amount")})
		}
		s.Series = append(s.Series, one)
	}
	return s
}

func anyWork(t *rapid.T) share.Work {
	return share.Work{Hi: rapid.Uint64().Draw(t, "hi"), Lo: rapid.Uint64().Draw(t, "lo")}
}

// What is written is read back as it was, and no other text reads as the same statement.
func TestStatementComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyStatement(t)
		text := s.Append(nil)
		back, err := Parse(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if d := cmp.Diff(s, back); d != "" {
			t.Fatal(d)
		}
		wrong := bytes.Clone(text)
		wrong[rapid.IntRange(0, len(wrong)-1).Draw(t, "at")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		if other, err := Parse(wrong); err == nil && cmp.Equal(s, other) {
			t.Fatalf("read as the same:\n%s", wrong)
		}
	})
}

func TestOneSpelling(t *testing.T) {
	text := string((&Statement{Origin: "o", Day: 20_000}).Append(nil))
	for name, wrong := range map[string]string{
		"order":       strings.Replace(text, "day 2024-10-04\n", "", 1) + "day 2024-10-04\n",
		"plus":        strings.Replace(text, "own 0", "own +0", 1),
		"zeros":       strings.Replace(text, "own 0", "own 00", 1),
		"blanks":      strings.Replace(text, "own 0", "own  0", 1),
		"no end":      strings.TrimSuffix(text, "\n"),
		"twice":       text + "previous " + Hash{}.String() + "\n",
		"upper case":  strings.ToUpper(text[:3]) + text[3:],
		"more":        text + "note all is well\n",
		"line feeds":  strings.ReplaceAll(text, "\n", "\r\n"),
		"missing":     strings.Replace(text, "work 0\n", "", 1),
		"other day":   strings.Replace(text, "2024-10-04", "04.10.2024", 1),
		"upper hash":  strings.Replace(text, Hash{}.String(), strings.Repeat("A", 64), 1),
		"other words": strings.Replace(text, "residue", "rest", 1),
	} {
		if _, err := Parse([]byte(wrong)); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	var at *lineError
	if _, err := Parse([]byte(strings.Replace(text, "own 0", "own x", 1))); !errors.As(err, &at) ||
		at.Line != 7 {
		t.Errorf("%v, want line 7", err)
	}
}

// What no book can hold is refused before anybody adds it up.
func TestBeyondTheSupply(t *testing.T) {
	most := int64(sumtree.Bound)
	for name, s := range map[string]Statement{
		"revenue":  {Revenue: units.MilliSat(most + 1)},
		"a loss":   {Own: math.MinInt64},
		"units":    {Series: []Series{{Name: "A", Units: math.MaxInt64 >> 1, Gross: 7}}},
		"together": {Series: []Series{{Name: "A", Units: 1, Gross: units.MilliSat(most), Net: units.MilliSat(most)}}},
		"a fee":    {Series: []Series{{Name: "A", Units: 3, Fees: []Fee{{"x", math.MinInt64}}}}},
		"a path":   {Series: []Series{{Name: "../../keys"}}},
		"prepaid":  {Series: []Series{{Name: "A", Prepaid: math.MaxInt64}, {Name: "B", Prepaid: math.MaxInt64}}},
	} {
		s.Origin = "o"
		if _, err := Parse(s.Append(nil)); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	full := Statement{Origin: "o", Mined: units.MilliSat(most),
		Series: []Series{{Name: "A", Units: 2, Gross: 5, Net: 4}}}
	if _, err := Parse(full.Append(nil)); err != nil {
		t.Error(err)
	}
}

func TestFacts(t *testing.T) {
	f := &Facts{
		Day:     20_000,
		Price:   76_000_500_000,
		Sources: []string{"Bitstamp https://www.bitstamp.net", "two"},
	}
	back, err := ParseFacts(f.Append(nil))
	if err != nil || !cmp.Equal(f, back) {
		t.Errorf("%+v, %v", back, err)
	}
	if _, err := ParseFacts((&Facts{Day: 1}).Append(nil)); err == nil {
		t.Error("facts without a price are read")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(
		(&Statement{Origin: "o", Day: 20_000, Series: []Series{{Name: "S", Fees: []Fee{{"p", 1}}}}}).Append(
			nil,
		),
	)
	f.Fuzz(func(t *testing.T, text []byte) {
		if s, err := Parse(text); err == nil && !bytes.Equal(s.Append(nil), text) {
			t.Fatal("two spellings")
		}
	})
}
