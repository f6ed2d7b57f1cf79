package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/units"
)

// correction takes back a journal, posting by posting, and says why.
func correction(wrong *Journal, day units.Date, why string) Journal {
	j := Journal{Kind: "correction", Key: fmt.Sprintf("%x", wrong.ID()), Day: day, Corrects: wrong.ID()}
	for _, p := range wrong.Postings {
		j.Postings = append(j.Postings, Posting{p.Account, -p.Amount})
	}
	for _, s := range wrong.Spreads {
		j.Spreads = append(j.Spreads, Spread{s.Class, -s.PerUnit, s.To})
	}
	return j.from("correction", why, wrong.Hash())
}

func post(t *testing.T, b *Book, journals ...Journal) {
	t.Helper()
	for _, j := range journals {
		if _, err := b.Post(j); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPostOnce(t *testing.T) {
	b := &Book{}
	found := Found("00ab", 20_000, 312_500_000_000)
	post(t, b, found)
	if replay, err := b.Post(found); !replay || err != nil || b.Len() != 1 {
		t.Errorf("again: %v, %v, %d journals", replay, err, b.Len())
	}
	if _, err := b.Post(Found("00ab", 20_000, 312_500_000_001)); !errors.Is(err, ErrConflict) {
		t.Errorf("another reward for the same block: %v", err)
	}
	if _, err := b.Post(Journal{Kind: "x", Key: "1", Postings: []Posting{Debit(Own, 1)}}); !errors.Is(
		err,
		errUnbalanced,
	) {
		t.Error(err)
	}
	if _, err := b.Post(correction(&Journal{Kind: "x", Key: "none", Postings: found.Postings}, 1, "")); !errors.Is(
		err,
		ErrUnknown,
	) {
		t.Error(err)
	}
	big := Journal{Kind: "x", Key: "2", Postings: []Posting{Debit(Own, Supply+1), Credit(sales, Supply+1)}}
	if _, err := b.Post(big); !errors.Is(err, ErrRange) {
		t.Error(err)
	}
}

// A found block that the chain leaves, takes up again and lets mature ends as one that was never left.
func TestReorganisation(t *testing.T) {
	const reward = 312_500_000_000
	quiet, shaken := &Book{}, &Book{}
	post(t, quiet, Found("a", 5, reward), Matured("a", 5, reward))
	post(t, shaken, Found("a", 5, reward), Orphaned("a", 1, 5, reward))
	if got := shaken.Balance(RevenueOf(5)); got != 0 {
		t.Errorf("an orphan leaves %d of revenue", got)
	}
	post(t, shaken, Restored("a", 1, 5, reward), Matured("a", 5, reward))
	if quiet.Totals() != shaken.Totals() {
		t.Errorf("%v, want %v", shaken.Totals(), quiet.Totals())
	}
}

func TestSaleAndEnd(t *testing.T) {
	b := &Book{}
	post(t, b, Sale("o1", 1, 26, 1_000_007, 900_007), Sale("o2", 1, 26, 5, 0), Earned(26, 1, 300_000))
	totals := b.Totals()
	if err := totals.Solvent(); err != nil || totals.Of(SeriesPrepaid) != 600_007 {
		t.Errorf("%v, %v", totals, err)
	}
	post(t, b, Ended(26, 2, 600_007, []uint32{1, 2, 3}, []uint32{1, 1, 1}))
	totals = b.Totals()
	if err := totals.Solvent(); err != nil || totals.Of(SeriesPrepaid) != 0 ||
		totals.Of(HolderCash) != 600_007 {
		t.Errorf("%v, %v", totals, err)
	}
	if got := b.Balance(At(HolderCash, 3)); got != 200_003 {
		t.Errorf("the last holder gets %d back", got)
	}
	wrong := b.Journals()[1]
	post(t, b, correction(&wrong, 3, "entered twice"))
	if got := b.Balance(operating); got != 100_000+300_000 {
		t.Errorf("after the correction %d", got)
	}
}

func TestBreaches(t *testing.T) {
	for law, journals := range map[string][]Journal{
		"I2": {{Kind: "x", Key: "1", Postings: []Posting{Debit(operating, 5), Credit(At(HolderMined, 1), 5)}}},
		"I3": {{Kind: "x", Key: "1", Postings: []Posting{Debit(operating, 5), Credit(At(HolderCash, 1), 5)}}},
		"I4": {{Kind: "x", Key: "1", Postings: []Posting{Debit(operating, 5), Credit(At(SeriesPrepaid, 1), 5)}}},
	} {
		b := &Book{}
		post(t, b, journals...)
		totals := b.Totals()
		var breach *Breach
		if err := totals.Solvent(); !errors.As(err, &breach) || breach.Law != law {
			t.Errorf("%s: %v", law, err)
		}
	}
	var breach *Breach
	if err := Closed(1, 1, 0, 10); !errors.As(err, &breach) || breach.Law != "I6" {
		t.Error(err)
	}
	if err := Closed(1, 0, -11, 10); !errors.As(err, &breach) || breach.Law != "I10" {
		t.Error(err)
	}
	if err := Closed(1, 0, -10, 10); err != nil {
		t.Error(err)
	}
}

// anyJournal draws a balanced journal over a few accounts.
func anyJournal(t *rapid.T, key string) Journal {
	j := Journal{
		Kind: rapid.SampledFrom([]string{"sale", "found", "close"}).Draw(t, "kind"),
		Key:  key,
		Day:  units.Date(rapid.Int32Range(0, 30_000).Draw(t, "day")),
	}
	var sum units.MilliSat
	for range rapid.IntRange(1, 6).Draw(t, "postings") {
		class := Class(rapid.IntRange(1, int(classes)-1).Draw(t, "class"))
		amount := units.MilliSat(rapid.Int64Range(-1e15, 1e15).Draw(t, "amount"))
		j.Postings = append(
			j.Postings,
			Posting{At(class, rapid.Uint32Range(0, 5).Draw(t, "number")), amount},
		)
		sum += amount
	}
	for range rapid.IntRange(0, 2).Draw(t, "spreads") {
		s := Spread{
			Class: Class(rapid.IntRange(1, int(classes)-1).Draw(t, "class")), PerUnit: units.MilliSat(
				rapid.Int64Range(-1e9, 1e9).Draw(t, "per unit")),
		}
		for range rapid.IntRange(0, 5).Draw(t, "holdings") {
			h := Holding{rapid.Uint32Range(0, 5).Draw(t, "holder"), rapid.Uint32Range(0, 1000).Draw(t, "units")}
			s.To = append(s.To, h)
			sum -= s.PerUnit * units.MilliSat(h.Units)
		}
		j.Spreads = append(j.Spreads, s)
	}
	j.Postings = append(j.Postings, Posting{Own, -sum})
	return j.from(key)
}

// I1 and I11: whatever is posted, balances sum to zero and are the sums of postings, bytes come back as they
// went, and a book replayed from its bytes is the same book; a journal changed in the middle is noticed.
func TestBookReplays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := &Book{}
		for i := range rapid.IntRange(1, 12).Draw(t, "journals") {
			if _, err := b.Post(anyJournal(t, fmt.Sprint(i))); err != nil {
				t.Fatal(err)
			}
		}
		var all units.MilliSat
		for _, sum := range b.balances {
			all += sum
		}
		if all != 0 {
			t.Fatalf("the books are %d off", all)
		}
		var stored []Journal
		for i := range b.Journals() {
			j, err := Parse(b.Journals()[i].encode(nil))
			if err != nil {
				t.Fatal(err)
			}
			stored = append(stored, j)
		}
		back, err := Replay(stored)
		if err != nil || back.Head() != b.Head() || back.Totals() != b.Totals() {
			t.Fatalf("%v", err)
		}
		at := rapid.IntRange(0, len(stored)-1).Draw(t, "changed")
		stored[at].Postings[0].Amount++
		stored[at].Postings[len(stored[at].Postings)-1].Amount--
		if back, err := Replay(stored); err == nil && back.Head() == b.Head() {
			t.Fatal("a changed journal leaves the head as it was")
		}
	})
}

// A spread is the postings that it stands for, to the milli-satoshi.
func TestSpreadIsItsPostings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		short := anyJournal(t, "1")
		long := short
		long.Spreads = nil
		long.Postings = slices.Clone(short.Postings)
		for _, s := range short.Spreads {
			for _, h := range s.To {
				amount := s.PerUnit * units.MilliSat(h.Units)
				long.Postings = append(long.Postings, Credit(At(s.Class, h.Holder), amount))
			}
		}
		if !maps.Equal(short.sums(), long.sums()) || long.Check() != nil {
			t.Fatalf("%v, %v", short.sums(), long.sums())
		}
		var b Book
		post := func(j Journal) {
			if _, err := b.Post(j); err != nil {
				t.Fatal(err)
			}
		}
		post(short)
		post(correction(&short, 2, "all of it"))
		b.Each(func(a Account, left units.MilliSat) {
			if left != 0 {
				t.Fatalf("corrected, %v still has %d", a, left)
			}
		})
	})
}

func TestSpreadsAreBounded(t *testing.T) {
	many := func(n int, h Holding) []Holding { return slices.Repeat([]Holding{h}, n) }
	for name, s := range map[string]Spread{
		"one product":  {HolderMined, Supply, many(1, Holding{1, 2})},
		"the sum":      {HolderMined, Supply / 2, many(3, Holding{1, 1})},
		"below":        {HolderMined, -Supply / 2, many(3, Holding{1, 1})},
		"that wraps":   {HolderMined, 1 << 40, many(1<<10, Holding{1, 1 << 31})},
		"a holder":     {HolderMined, 1, many(1, Holding{MaxNumber + 1, 1})},
		"no class":     {0, 1, many(1, Holding{1, 1})},
		"another kind": {classes, 1, many(1, Holding{1, 1})},
	} {
		if _, err := s.Total(); !errors.Is(err, ErrRange) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Nine times the supply to one account and from another wrap around to a little, and sum to zero.
	j := Journal{Kind: "x", Key: "1"}
	for range 9 {
		j.Postings = append(j.Postings, Debit(operating, Supply), Credit(sales, Supply))
	}
	if err := j.Check(); !errors.Is(err, ErrRange) {
		t.Error(err)
	}
}

func TestAccountsAreNamed(t *testing.T) {
	seen := map[string]bool{}
	for c := Class(1); c < classes; c++ {
		name := At(c, 7).String()
		if name == "" || seen[name] {
			t.Errorf("class %d is called %q", c, name)
		}
		seen[name] = true
	}
	if got := FeeIncome(3, 2); got.String() != "income/fee/50" {
		t.Error(got)
	}
}

func FuzzParse(f *testing.F) {
	j := Found("00ab", 20_000, 312_500_000_000)
	f.Add(j.encode(nil))
	j.Spreads = []Spread{{HolderMined, 3, []Holding{{1, 2}, {2, 5}}}, {HolderCash, -1, []Holding{{1, 21}}}}
	f.Add(j.encode(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		j, err := Parse(b)
		if err == nil && !bytes.Equal(j.encode(nil), b) {
			t.Fatal("read and written it is another journal")
		}
	})
}
