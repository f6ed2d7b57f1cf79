package assay

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
)

// Judged together, each offer is judged as if it were alone: on one market and on more than wait for each
// other, with offers among them that have no economics or cannot be judged.
func TestJudgeAllIsAlone(t *testing.T) {
	files, err := filepath.Glob("examples/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatal(len(files), err)
	}
	h := market.Embedded()
	var all []Evidence
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		o, _, err := offer.Parse(file, data)
		if err != nil {
			t.Fatal(err)
		}
		for k := range 3 {
			e := Evidence{Offer: o, History: h, Choices: Choices{Brief: true, Paths: 64}}
			if k > 0 {
				day := h.Last()
				e.AsOf = &day
			}
			if k == 2 && o.Price.Upfront != nil {
				dearer := *o.Price.Upfront
				dearer.Minor *= 2
				e.Offer.Price.Upfront = &dearer
			}
			all = append(all, e)
		}
	}
	early := h.First() - 1
	all = append(all, Evidence{Offer: all[0].Offer, History: h, AsOf: &early, Choices: all[0].Choices})
	line := func(e Evidence, judge func(Evidence) (*Verdict, error)) string {
		one := Screened{ID: e.Offer.Product}
		one.Judge(e, judge)
		return string(one.JSON())
	}
	got := make([]string, len(all))
	JudgeAll(context.Background(), simulated.NewShelf(h, 1<<30), len(all),
		func(i int, evaluate func(Evidence) (*Verdict, error)) {
			got[i] = line(all[i], evaluate)
		})
	for i, e := range all {
		if want := line(e, Evaluate); got[i] != want {
			t.Errorf("offer %d (%s), together:\n%salone:\n%s", i, e.Offer.Product, got[i], want)
		}
	}
}

// A batch whose context has ended ends too, and judges nothing more.
func TestJudgeAllEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	h, done := market.Embedded(), make([]error, 50)
	JudgeAll(ctx, simulated.NewShelf(h, 1<<30), len(done),
		func(i int, evaluate func(Evidence) (*Verdict, error)) {
			cancel()
			_, done[i] = evaluate(Evidence{History: h})
		})
	for i, err := range done {
		if fmt.Sprint(err) != context.Canceled.Error() {
			t.Errorf("offer %d: %v", i, err)
		}
	}
}
