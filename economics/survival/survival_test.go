package survival

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/assaymining/assay/units"
	"pgregory.net/rapid"
)

// today is a day on which all of the list is known.
const today units.Date = 20_700

func survivalList(t testing.TB) map[string][]Lifetime {
	t.Helper()
	f, err := os.Open("testdata/survival.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]Lifetime{}
	for _, r := range rows[1:] {
		months, err := strconv.ParseFloat(r[5], 64)
		if err != nil {
			t.Fatal(err)
		}
		l := Lifetime{months, r[6] == "1"}
		out[r[1]], out["all"] = append(out[r[1]], l), append(out["all"], l)
	}
	return out
}

func TestKaplanMeierByHand(t *testing.T) {
	// Five sellers: stops at 2, 4, 4 and 9 months, one last seen at 4. At 2: 4/5. At 4: 2 of 4 at risk
	// stop: 4/5 * 2/4 = 0.4. At 9: the last of 1: 0.
	curve, err := KaplanMeier([]Lifetime{{4, true}, {9, true}, {2, true}, {4, false}, {4, true}})
	if err != nil {
		t.Fatal(err)
	}
	want := []Step{{2, 0.8, 5}, {4, 0.4, 4}, {9, 0, 1}}
	if len(curve) != len(want) {
		t.Fatalf("%v", curve)
	}
	for i := range want {
		if curve[i].Months != want[i].Months || math.Abs(curve[i].Share-want[i].Share) > 1e-12 ||
			curve[i].AtRisk != want[i].AtRisk {
			t.Errorf("step %d: %+v, want %+v", i, curve[i], want[i])
		}
	}
	for months, share := range map[float64]float64{0: 1, 1.9: 1, 2: 0.8, 3.9: 0.8, 4: 0.4, 100: 0} {
		if got := ShareAt(curve, months); math.Abs(got-share) > 1e-12 {
			t.Errorf("share at %g: %g, want %g", months, got, share)
		}
	}
	if _, err := KaplanMeier([]Lifetime{{-1, true}}); err == nil {
		t.Error("a negative lifetime was taken")
	}
}

// Where nobody is cut off the curve is the share that is still alive.
func TestKaplanMeierWithoutCensoringIsCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		months := rapid.SliceOfN(rapid.IntRange(0, 20), 1, 40).Draw(t, "months")
		var lives []Lifetime
		for _, m := range months {
			lives = append(lives, Lifetime{float64(m), true})
		}
		curve, err := KaplanMeier(lives)
		if err != nil {
			t.Fatal(err)
		}
		at := rapid.IntRange(0, 20).Draw(t, "at")
		alive := 0
		for _, m := range months {
			if m > at {
				alive++
			}
		}
		if got, want := ShareAt(curve,
			float64(at)), float64(alive)/float64(len(months)); math.Abs(got-want) > 1e-12 {
			t.Fatalf("at %d: %g, want %g of %v", at, got, want, months)
		}
	})
}

// Figures of the list, counted outside this program: real 6 stops in 497 months, fraud 21 in 518.
func TestSurvivalList(t *testing.T) {
	list := survivalList(t)
	for _, c := range []struct {
		label        string
		n, stops     int
		months, rate float64
	}{{"real", 15, 6, 497, 0.1449}, {"fraud", 21, 21, 518, 0.4865}, {"all", 36, 27, 1015, 0.3192}} {
		rate, stops, years := StopsPerYear(list[c.label])
		if len(list[c.label]) != c.n || stops != c.stops || math.Abs(years*12-c.months) > 1e-9 ||
			math.Abs(rate-c.rate) > 1e-4 {
			t.Errorf("%s: %d watched, %d stops in %g months, %g a year", c.label, len(list[c.label]),
				stops, years*12, rate)
		}
	}
	for trust, label := range map[Trust]string{Unproven: "all", Doubtful: "fraud"} {
		rate, _, _ := StopsPerYear(list[label])
		if got := hazard(t, trust).cumulativeHazard(hazardYearDays); math.Abs(got-rate) > 1e-9 {
			t.Errorf("%s: the model stops %g a year, the list %g", trust, got, rate)
		}
	}
}

// What the rates of an earlier day stand on is the list cut at it, counted here from the file: who stopped
// later was still working, and nobody knew him as a fraud.
func TestHazardKnowsNothingLater(t *testing.T) {
	f, err := os.ReadFile("testdata/survival.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(f))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	month := func(text string) float64 {
		var year, month float64
		if _, err := fmt.Sscanf(text[:7], "%f-%f", &year, &month); err != nil {
			t.Fatal(err)
		}
		return 12*year + month
	}
	for _, text := range []string{"2013-06-15", "2014-10-02", "2014-12-31", "2015-01-10",
		"2016-07-10", "2018-06-24",
		"2020-05-11", "2022-11-30", "2025-01-10", "2026-03-31", "2026-04-01"} {
		day, err := units.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		now := month(text)
		stops, months := map[bool]float64{}, map[bool]float64{}
		for _, r := range rows[1:] {
			from, to, fraud := month(r[2]), month(r[3]), r[1] == "fraud"
			lasted, stopped := min(to, now)-from, r[6] == "1" && to < now
			if lasted <= 0 {
				continue
			}
			months[false] += lasted
			if stopped {
				stops[false]++
			}
			if fraud && stopped {
				stops[true]++
				months[true] += lasted
			}
		}
		for trust, frauds := range map[Trust]bool{Unproven: false, Doubtful: true} {
			m, err := Hazard(trust, day)
			if err != nil {
				t.Fatal(err)
			}
			want := stops[frauds] / months[frauds] * 12
			if known := stops[frauds] >= leastStops; m.Known() != known ||
				known && math.Abs(m.cumulativeHazard(hazardYearDays)-want) > 1e-9 {
				t.Errorf("%s, %s: %q, %v stops a year by hand", text, trust, m.Basis, want)
			}
		}
	}
	if m := Promised(15_000); m.Known() { // 2011-01
		t.Errorf("known before it was published: %s", m.Basis)
	}
}

// hazard is the model of a word that verdicts have.
func hazard(t interface {
	Helper()
	Fatal(...any)
}, trust Trust) Model {
	t.Helper()
	m, err := Hazard(trust, today)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestHazardStandsOnItsEvidence(t *testing.T) {
	hyip := hazard(t, FraudSigns)
	for day, share := range map[float64]float64{28: 0.5, 90: 0.25, 365: 0.041} {
		if got := hyip.Survival(day); math.Abs(got-share) > 0.001 {
			t.Errorf("high-yield programmes at %g days: %.4f, want %g", day, got, share)
		}
	}
	// Gamma(2, 10 years): S(1) = (10/11)^2, S(2) = (10/12)^2.
	v := hazard(t, Verifiable)
	for years, share := range map[float64]float64{1: 100.0 / 121, 2: 100.0 / 144} {
		if got := v.Survival(years * 365.25); math.Abs(got-share) > 1e-12 {
			t.Errorf("verifiable at %g years: %.6f, want %.6f", years, got, share)
		}
	}
	// (1 - e^(-rate T)) / (rate T) at 0.2 and 0.5 a year.
	for _, c := range []struct {
		rate, years, want float64
	}{{0.2, 1, 0.906}, {0.2, 2, 0.824}, {0.2, 3, 0.752}, {0.5, 1, 0.787}, {0.5, 2, 0.632}, {0.5, 3, 0.518}} {
		if got := constantHazard(c.rate, "").Delivered(int(c.years * 365.25)); math.Abs(got-c.want) > 0.0011 {
			t.Errorf("%g a year over %g years delivers %.4f, want %.3f", c.rate, c.years, got, c.want)
		}
	}
	order := []Trust{Verifiable, Unproven, Doubtful, FraudSigns}
	for i := 1; i < len(order); i++ {
		if a, b := hazard(t, order[i-1]).Survival(365), hazard(t, order[i]).Survival(365); a <= b {
			t.Errorf("%s survives a year with %.2f, %s with %.2f", order[i-1], a, order[i], b)
		}
	}
	if hazard(t, NotKnown) != hazard(t, Unproven) {
		t.Error("not knowing differs from unproven")
	}
	for _, word := range []Trust{"", "excellent"} {
		if m, err := Hazard(word, today); err == nil {
			t.Errorf("a trust of %q, which no verdict has, was taken: %s", word, m.Basis)
		}
	}
}

func TestHazardProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := hazard(t, rapid.SampledFrom([]Trust{Verifiable, Unproven, Doubtful, FraudSigns}).Draw(t,
			"trust"))
		n := rapid.IntRange(1, 800).Draw(t, "days")
		sum := 0.0
		for i, h := range m.increments(n) {
			if !(h > 0) {
				t.Fatalf("day %d: hazard %v", i, h)
			}
			sum += h
		}
		if math.Abs(sum-m.cumulativeHazard(float64(n))) > 1e-9 {
			t.Fatalf("increments sum to %v, H(%d) is %v", sum, n, m.cumulativeHazard(float64(n)))
		}
		if d := m.Delivered(n); d < m.Survival(float64(n)) || d > 1 {
			t.Fatalf("delivered %v lies outside [%v, 1]", d, m.Survival(float64(n)))
		}
	})
	if m := hazard(t, Verifiable); m.cumulativeHazard(0) != 0 || m.cumulativeHazard(-5) != 0 ||
		m.Delivered(0) != 1 {
		t.Error("hazard before the purchase")
	}
}

func TestWrongWay(t *testing.T) {
	for ratio, want := range map[float64]float64{1: 1, 0.5: 2, 2: 0.5, 0.01: 10, 100: 0.1, 0: 10, -1: 10} {
		if got := wrongWay(ratio); math.Abs(got-want) > 1e-12 {
			t.Errorf("hashprice at %g of the purchase: factor %g, want %g", ratio, got, want)
		}
	}
}

// The rates are those of the generated page.
func TestParametersAreThoseOfThePage(t *testing.T) {
	page, err := os.ReadFile("../../docs/residuals.md")
	if err != nil {
		t.Fatal(err)
	}
	rate := func(frauds bool) float64 {
		stops, months := stopsBy(today, frauds)
		return float64(stops) / float64(months) * 12
	}
	for _, want := range []string{
		fmt.Sprintf("| fraud (21) | 43.2 years | 21 | %.3f |", rate(true)),
		fmt.Sprintf("| all (36) | 84.6 years | 27 | %.3f |", rate(false)),
	} {
		if !strings.Contains(string(page), want) {
			t.Errorf("docs/residuals.md lacks %q", want)
		}
	}
}
