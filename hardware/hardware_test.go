package hardware

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/units"
)

func date(t testing.TB, s string) units.Date {
	t.Helper()
	d, err := units.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCatalogueIsSound(t *testing.T) {
	machines := Catalogue()
	if len(machines) != 211 {
		t.Errorf("%d machines, want the 211 of SOURCES.md", len(machines))
	}
	doubtful := 0
	for _, m := range machines {
		if m.Model == "" || m.Maker == "" || m.Source == "" {
			t.Errorf("%+v lacks model, maker or source", m)
		}
		if m.Efficiency < 5 || m.Efficiency > 1000 {
			t.Errorf("%s: %v", m.Name(), m.Efficiency)
		}
		if m.Conflict != "" {
			doubtful++
			continue
		}
		// Power / hashrate is the efficiency: the A3 Pro pair states an upper bound of its power (12.5 J/TH
		// against 13.8), all others agree to 3 %.
		if m.Usable() && !strings.HasPrefix(m.Model, "SealMiner A3 Pro") {
			if own := float64(m.Power) / m.Hashrate.TH(); math.Abs(own/float64(m.Efficiency)-1) > 0.03 {
				t.Errorf("%s: %g W / %g TH/s = %g J/TH, stated %v", m.Name(), m.Power, m.Hashrate.TH(),
					own, m.Efficiency)
			}
		}
	}
	if doubtful != 6 {
		t.Errorf("%d doubtful entries, want the 6 of SOURCES.md", doubtful)
	}
	if n := len(Observed()); n != 26 {
		t.Errorf("%d prices, want the 26 of SOURCES.md", n)
	}
}

func TestBrokenTablesAreRefusedWithTheirLine(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"header":   {strings.Replace(machineColumns, "ths", "th", 1) + "\n", "header"},
		"columns":  {machineColumns + "\nS1,Bitmain\n", "wrong number of fields"},
		"negative": {machineColumns + "\nS1,Bitmain,2014,-1,1,1,,,,x\n", "line 2"},
		"release":  {machineColumns + "\nS1,Bitmain,2014-13,1,1,1,,,,x\n", "2014-13"},
		"empty":    {"", "header"},
	} {
		if _, err := parseMachines(c.text); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.says)
		}
	}
	if _, err := parsePrices(priceColumns+"\nS1,1,5,2020-01,list,x\n", Catalogue()); err == nil ||
		!strings.Contains(err.Error(), "no machine") {
		t.Errorf("price of an unknown machine: %v", err)
	}
}

func TestFind(t *testing.T) {
	for query, want := range map[string]string{
		"Antminer S21 XP":           "Antminer S21 XP 270 TH/s",
		"s21xp":                     "Antminer S21 XP 270 TH/s",
		"bitmain antminer s21-xp":   "Antminer S21 XP 270 TH/s",
		"S21 XP 270T":               "Antminer S21 XP 270 TH/s",
		"S21XP 270 TH/s":            "Antminer S21 XP 270 TH/s",
		"s21 xp hyd":                "Antminer S21 XP Hyd 473 TH/s",
		"Antminer S9 14 TH/s":       "Antminer S9 14 TH/s",
		"S21 XP Hydro":              "Antminer S21 XP Hyd 473 TH/s",
		"antminer s19 95t":          "Antminer S19 95 TH/s",
		"S9 hyd":                    "Antminer S9 Hydro 18 TH/s",
		"S9 12.5T":                  "Antminer S9 12.5 TH/s",
		"m70s":                      "Whatsminer M70S 248 TH/s",
		"Avalon 1346":               "AvalonMiner 1346 110 TH/s",
		"AvalonMiner A15 Pro":       "Avalon A15 Pro 218 TH/s",
		"Antminer S23 Imm 442T":     "Antminer S23 Imm 442T",
		"Canaan Avalon Nano 3":      "Avalon Nano 3 4 TH/s",
		"  ANTMINER   s19K-pro 115": "",
	} {
		m, err := Find(query)
		if got := m.Name(); want == "" && err == nil || want != "" && (err != nil || got != want) {
			t.Errorf("Find(%q) = %q, %v, want %q", query, got, err, want)
		}
	}
}

func TestFindNeverGuesses(t *testing.T) {
	for _, c := range []struct {
		query   string
		several bool
		first   string
	}{
		{"S21 xq", false, "Antminer S21"},
		{"S9", true, "Antminer S9 11.5 TH/s"},
		{"S19k Pro", true, "Antminer S19k Pro 120 TH/s"},
		{"S9 15T", false, "Antminer S9"},
		{"", false, ""},
		{"   ", false, ""},
		{"矿机", false, ""},
		{strings.Repeat("s9", 5000), false, ""},
	} {
		_, err := Find(c.query)
		var nf *NotFound
		if !errors.As(err, &nf) {
			t.Fatalf("Find(%q): %v is no *NotFound", c.query, err)
		}
		if nf.Several != c.several || len(nf.Nearest) == 0 || !strings.HasPrefix(nf.Nearest[0], c.first) {
			t.Errorf("Find(%q): several %v, nearest %q", c.query, nf.Several, nf.Nearest)
		}
		if len(err.Error()) > 400 {
			t.Errorf("Find of %d bytes answers with %d", len(c.query), len(err.Error()))
		}
	}
	_, err := Find("S21 xq")
	if want := `no ASIC "S21 xq" in the catalogue; nearest: `; !strings.HasPrefix(err.Error(), want) {
		t.Errorf("error %q, want it to begin %q", err, want)
	}
}

// Every machine that can be reckoned with is found by the name that it prints.
func TestEveryNameFindsItsMachine(t *testing.T) {
	for _, m := range Catalogue() {
		if !m.Usable() {
			continue
		}
		got, err := Find(m.Name())
		if err != nil || got.Model != m.Model || got.Hashrate != m.Hashrate {
			t.Errorf("Find(%q) = %q, %v", m.Name(), got.Name(), err)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("S21 xp 270T")
	f.Add("\xff\x00T")
	f.Fuzz(func(t *testing.T, name string) {
		m, err := Find(name)
		if (err == nil) == (m.Model == "") {
			t.Errorf("Find(%q) = %+v, %v", name, m, err)
		}
	})
}

func TestDistanceIsAMetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-c+]{0,6}`)
		a, b, c := word.Draw(t, "a"), word.Draw(t, "b"), word.Draw(t, "c")
		if (distance(a, b) == 0) != (a == b) || distance(a, b) != distance(b, a) {
			t.Fatalf("distance(%q, %q) = %d, back %d", a, b, distance(a, b), distance(b, a))
		}
		if distance(a, c) > distance(a, b)+distance(b, c) {
			t.Fatalf("triangle %q %q %q", a, b, c)
		}
	})
	if d := distance("kitten", "sitting"); d != 3 {
		t.Errorf("kitten, sitting: %d", d)
	}
}

// The values are read off prices.csv by hand: 550 / 110 = 5.00 USD/TH in 2025-02 (the 1346), none
// before, 3615 / 282 = 12.819 in 2025-08, 1397.52 / 216 = 6.47 on 2026-10-03.
func TestCheapest(t *testing.T) {
	for _, c := range []struct {
		asOf, when string
		perTH      float64
	}{
		{"2025-02-27", "", 0},
		{"2025-02-28", "2025-02", 5},
		{"2026-02-28", "2025-02", 5},
		{"2026-03-01", "2025-08", 12.819},
		{"2026-08-31", "2025-08", 12.819},
		{"2026-09-01", "", 0},
		{"2026-10-03", "2026-10-03", 6.47},
	} {
		p, ok := Cheapest(date(t, c.asOf))
		if ok != (c.when != "") || ok && (p.When() != c.when || math.Abs(p.PerTH().Value-c.perTH) > 0.001) {
			t.Errorf("as of %s: %v %v %v, want %v %s", c.asOf, p.PerTH(), p.When(), ok, c.perTH, c.when)
		}
	}
}

// On 2026-10-03 with one year of power at 0.05 USD/kWh: S21+ 6.47 + 16.5*0.024*0.05*365 = 13.697,
// S21 XP 11.00 + 13.5*0.438 = 16.913. At 0.20 USD/kWh for three years the more efficient S21 XP
// (11 + 13.5*5.256 = 81.956) is cheaper than the S21+ (6.47 + 16.5*5.256 = 93.194) and than the
// M70S (13 + 70.956 = 83.956).
func TestCheapestForTerm(t *testing.T) {
	for _, c := range []struct {
		term  units.Days
		kWh   float64
		model string
		cost  float64
	}{{365, 0.05, "Antminer S21+", 13.697}, {1095, 0.20, "Antminer S21 XP", 81.956}} {
		p, cost, ok := CheapestForTerm(date(t, "2026-10-03"), c.term,
			units.EnergyPrice{Value: c.kWh, Currency: units.USD})
		if !ok || p.Machine.Model != c.model || math.Abs(cost.Value-c.cost) > 0.001 {
			t.Errorf("%d days at %g: %s %v %v, want %s %g", c.term, c.kWh, p.Machine.Model, cost, ok,
				c.model, c.cost)
		}
	}
	if _, _, ok := CheapestForTerm(date(t, "2026-10-03"), 365,
		units.EnergyPrice{Value: 0.05, Currency: "EUR"}); ok {
		t.Error("an energy price in euro was added to dollars")
	}
}

// The trend was recomputed from the same table outside this program: 71.86 J/TH and 0.2342 a year
// with the data to 2026-10, 75.07 and 0.3021 with those to 2022-01 (months there by their first day).
func TestFrontierTrend(t *testing.T) {
	for _, c := range []struct {
		asOf        string
		level, rate float64
	}{{"2026-10-01", 71.86, 0.2342}, {"2022-01-31", 75.07, 0.3021}} {
		got, ok := FrontierTrend(date(t, c.asOf))
		if !ok || math.Abs(float64(got.At2018)/c.level-1) > 0.02 || math.Abs(got.PerYear-c.rate) > 0.005 {
			t.Errorf("as of %s: %+v, want %g falling %g", c.asOf, got, c.level, c.rate)
		}
	}
	if _, ok := FrontierTrend(date(t, "2017-12-31")); ok {
		t.Error("a trend before there was history")
	}
	trend, _ := FrontierTrend(date(t, "2026-10-01"))
	if got := trend.JPerTH(date(t, "2018-01-01")); got != trend.At2018 {
		t.Errorf("trend on its own origin is %v", got)
	}
}
