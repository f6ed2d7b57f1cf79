package weigh

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/reading/phrase"
)

func TestTable(t *testing.T) {
	if len(weights()) < 50 {
		t.Errorf("the table that is built in has %d weights", len(weights()))
	}
	for text, want := range map[string]string{"return": "line 1", "a 1\nb x": "line 2", "a 1 2": "line 1"} {
		if _, err := read(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %s", text, err, want)
		}
	}
}

// odds are those of each clause of a text.
func odds(t *testing.T, text string) (all []float64) {
	t.Helper()
	d := phrase.Parse(t.Context(), text)
	for i := range d.Clauses {
		all = append(all, Around(d.Clauses, i).Odds())
	}
	return all
}

// A warning and a promise of the same return are told apart; what stands behind a blank line changes nothing.
func TestAround(t *testing.T) {
	const (
		warning = "Beware of fraud: the police report that victims were promised a return of 3 % a day on a fake " +
			"platform, and that withdrawals were refused."
		promise = "Put in $500 today and receive 3 % every day, guaranteed, whatever the price of bitcoin does."
	)
	w, p := odds(t, warning), odds(t, promise)
	if w[0] >= Least || p[0] <= 0 {
		t.Errorf("the warning has odds of %.2f, the promise of %.2f", w[0], p[0])
	}
	for _, text := range []string{warning + "\n\n" + promise, promise + "\n\n" + warning} {
		both := odds(t, text)
		if got := max(both[0], both[len(both)-1]); got != p[0] {
			t.Errorf("beside a warning the promise has odds of %.2f, alone %.2f", got, p[0])
		}
	}
	if beside := odds(t, warning+"\n"+promise); beside[0] >= p[0] {
		t.Errorf("in one block with a warning the promise has odds of %.2f, alone %.2f", beside[0], p[0])
	}
}
