package market

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/units"
)

// TestMergeNothing: laid over with nothing, a history says the same.
func TestMergeNothing(t *testing.T) {
	h := Embedded()
	m, err := h.Merge(nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(h.Days(h.First(), h.Last()+1), m.Days(m.First(), m.Last()+1)); diff != "" {
		t.Errorf("days differ: %.500s", diff)
	}
	if !bytes.Equal(h.CSV(), m.CSV()) {
		t.Error("the CSV differs")
	}
	if m.Hash() != cite.Hash(m.CSV()) {
		t.Error("the hash is not that of the CSV")
	}
}

func TestMerge(t *testing.T) {
	allFacts(t)
	h := Embedded()
	last := h.Last()
	m, err := h.Merge([]Observation{
		{Date: last + 3, PriceUSD: 90000, FeesBTC: 0.5, Blocks: 150, FirstHeight: 970100, Difficulty: 1.5e14},
		{
			Date:        last - 10,
			PriceUSD:    Unknown,
			FeesBTC:     0.25,
			Blocks:      140,
			FirstHeight: 968000,
			Difficulty:  Unknown,
		},
	}, []Epoch{{Height: 971712, Time: (last + 3).Unix(), Bits: 0x17022000,
		Difficulty: 1.32e14}}, []cite.Source{{What: "test"}})
	if err != nil {
		t.Fatal(err)
	}
	d, err := m.At(last + 3)
	if err != nil || d.PriceUSD != 90000 || d.FeesBTC != 0.5 || d.Blocks != 150 || d.Difficulty != 1.5e14 ||
		d.Carried.Any() {
		t.Errorf("the new day is %+v, %v", d, err)
	}
	if d, _ := m.At(last + 2); d.Carried.Price != last || d.Carried.Fees != last-10 {
		t.Errorf("a day between is %+v: carried from elsewhere", d)
	}
	old, _ := h.At(last - 10)
	if d, _ := m.At(last - 10); d.FeesBTC != 0.25 || d.PriceUSD != old.PriceUSD ||
		d.Difficulty != old.Difficulty {
		t.Errorf("the day with new fees is %+v", d)
	}
	if e := m.Epochs(); e[len(e)-1].Height != 971712 {
		t.Errorf("the last epoch is %+v", e[len(e)-1])
	}
	again, err := Parse(m.CSV())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m.Days(m.First(), m.Last()+1), again.Days(m.First(), m.Last()+1)); diff != "" ||
		again.Hash() != m.Hash() {
		t.Errorf("read back, it differs: %.500s", diff)
	}
	if _, err := h.Merge([]Observation{{Date: h.First() - 1}}, nil, nil); err == nil {
		t.Error("a day before the first was merged")
	}
}

// TestMergePricesAlone: prices go on, difficulty is not told any more: it is carried, and says so.
func TestMergePricesAlone(t *testing.T) {
	h := Embedded()
	last := h.Epochs()[len(h.Epochs())-1]
	var obs []Observation
	for d := h.Last() + 1; d < h.Last()+50; d++ {
		obs = append(
			obs,
			Observation{
				Date:        d,
				PriceUSD:    90000,
				FeesBTC:     Unknown,
				Blocks:      Unknown,
				FirstHeight: Unknown,
				Difficulty:  Unknown,
			},
		)
	}
	m, err := h.Merge(obs, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	until := m.Cutoffs().Difficulty
	if begun := units.DateOf(last.Time); until < begun+14 || until > begun+21 {
		t.Errorf("difficulty is said to be known to %s; its last epoch began on %s", until, begun)
	}
	if d, _ := m.At(m.Last()); d.Carried.Difficulty != until || d.Difficulty != last.Difficulty ||
		d.Carried.Price != 0 {
		t.Errorf("the last day is %+v", d)
	}
	again, err := Parse(m.CSV())
	if err != nil || again.Cutoffs() != m.Cutoffs() {
		t.Errorf("read back: %+v, %v, want %+v", again.Cutoffs(), err, m.Cutoffs())
	}
}
