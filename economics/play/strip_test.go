package play

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/units"
)

// Paths played side by side come to the bytes that they come to alone.
func TestTogetherIsPathByPath(t *testing.T) {
	if walkStrip == nil {
		t.Skip("this processor plays path by path")
	}
	e := walks(40, 170, 0.05, 7)
	e.FeeShare = 0.02
	played, held, compared := walkStrip, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		if rapid.IntRange(0, 3).Draw(t, "capped") == 0 {
			terms.ReturnCap = rapid.Float64Range(0.1, 2).Draw(t, "cap")
		}
		if rapid.IntRange(0, 3).Draw(t, "cheap") == 0 {
			terms.UpfrontUSD = units.RoundMicro(terms.TH * rapid.Float64Range(0, 1).Draw(t,
				"dollars per TH/s"))
		}
		if rapid.IntRange(0, 7).Draw(t, "order") == 0 {
			terms.Bid = rapid.Float64Range(0, 8e-7).Draw(t, "bid")
		}
		horizon := lengthOf(terms)
		samples := []int{1, 5, horizon / 2, horizon}
		slices.Sort(samples)
		p := newPlan(terms, horizon, e.FeeShare)
		if !p.whole || !p.together() {
			return
		}
		compared++
		if p.payoutsWait {
			held++
		}
		few := rapid.SampledFrom([][]int32{ascending(40), {0, 1, 15, 16, 17, 18, 33}, {3, 7, 8, 39}}).Draw(t,
			"paths")
		side, alone := e.newOutcomes(samples), e.newOutcomes(samples)
		e.playPaths(&p, side, few)
		walkStrip = nil
		e.playPaths(&p, alone, few)
		walkStrip = played
		if !reflect.DeepEqual(side, alone) {
			for _, i := range few {
				t.Logf("path %d: stopped %v/%v at %d/%d, back %d/%d, received %v/%v", i, side.Stopped[i],
					alone.Stopped[i], side.EndDay[i], alone.EndDay[i],
					side.Payback[i], alone.Payback[i], side.Received[i], alone.Received[i])
			}
			t.Fatal("side by side gives other bytes than path by path")
		}
	})
	if !testing.Short() && (compared < 20 || held < 5) { // -short draws a fifth as many: too few for a quota
		t.Errorf("only %d contracts were compared, %d of them with payouts that wait", compared, held)
	}
}
