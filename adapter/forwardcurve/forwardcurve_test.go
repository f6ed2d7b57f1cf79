package forwardcurve_test

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/adapter/forwardcurve"
)

func TestParse(t *testing.T) {
	got, err := forwardcurve.Parse("curve.csv", strings.NewReader("# broker, 2026-10-03\nmonth,price USD/PH/day\n2026-12,38.5\n2026-11,40\n"))
	if err != nil || len(got) != 2 {
		t.Fatal(got, err)
	}
	if f := got[0]; f.From.String() != "2026-11-01" || f.To.String() != "2026-12-01" || f.Price.String() != "0.04 USD/TH/day" || f.Source != "curve.csv" {
		t.Errorf("first price is %+v", f)
	}
	got, err = forwardcurve.Parse("c", strings.NewReader("\ufefffrom,to,note,price\n2026-11-01,2026-11-15,x,42 sat/TH/day\n"))
	if err != nil || got[0].Price.String() != "0.00000042 BTC/TH/day" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "no header"},
		{"a,b\n", "columns are missing"},
		{"month,price USD/PH/day\n", "holds no price"},
		{"month,price\n2026-12,38.5\n", "c.csv:2: "},
		{"month,price USD/PH/day\n2026-13,38.5\n", `c.csv:2: "2026-13" is not a month`},
		{"month,price USD/kWh\n2026-12,38.5\n", "c.csv:2: "},
		{"from,to,price USD/PH/day\n2026-12-02,2026-12-01,38\n", "not after"},
		{"from,to,price USD/PH/day\n2026-12-01,2026-12-11,38\n2026-12-10,2026-12-20,38\n", "overlap"},
		{"from,to,price USD/PH/day\n2026-12-01\n", "c.csv:2: the row has only 1 cells"},
		{"month,price USD/PH/day\n2026-12,\"38\n", "c.csv: "},
		{"month,price USD/PH/day\n2026-12,-5\n", "c.csv:2: "},
		{"month,price USD/PH/day\n2026-12,NaN\n", "c.csv:2: "},
	} {
		if got, err := forwardcurve.Parse("c.csv", strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %+v, %v; want %q", c.text, got, err, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("month,price USD/PH/day\n2026-12,38.5\n")
	f.Add("from,to,price\n2026-11-01,2026-11-15,42 sat/TH/day\n")
	f.Fuzz(func(t *testing.T, s string) {
		curve, err := forwardcurve.Parse("c", strings.NewReader(s))
		for i, p := range curve {
			if err == nil && (p.To <= p.From || i > 0 && p.From < curve[i-1].To || !(p.Price.Value >= 0)) {
				t.Errorf("%+v", curve)
			}
		}
	})
}
