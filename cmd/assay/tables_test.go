package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// formulas are what a spreadsheet computes, or hands to a program, where a cell begins so.
var formulas = []string{"=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1",
	"=HYPERLINK(\"http://x\")"}

// computed are the cells of a table that a spreadsheet would compute.
func computed(t *testing.T, table string) (cells int, bad []string) {
	t.Helper()
	r := csv.NewReader(strings.NewReader(table))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for _, cell := range row {
			cells++
			if _, err := strconv.ParseFloat(cell, 64); err != nil && cell != "" &&
				strings.ContainsAny(cell[:1], "=+-@\t\r\n") {
				bad = append(bad, cell)
			}
		}
	}
	return cells, bad
}

// TestTablesHoldNoFormulas: no cell of a table that the program writes is computed by whoever opens it,
// whatever stood in offers, payouts, stores and what was asked.
func TestTablesHoldNoFormulas(t *testing.T) {
	if n, bad := computed(t, "a,=1,-5\n"); n != 3 || len(bad) != 1 {
		t.Fatalf("of %d cells %q are computed", n, bad)
	}
	dir := t.TempDir()
	read := func(path string) string {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	look := func(what, table string) {
		if n, bad := computed(t, table); n < 6 || len(bad) > 0 {
			t.Errorf("%s: of %d cells these are computed: %q", what, n, bad)
		}
	}
	at := func(name string) string { return filepath.Join(dir, name) }
	days, series, store := at("days.csv"), at("series.csv"), at("store.sqlite")
	kept, err := sqlite.Open(store)
	if err != nil {
		t.Fatal(err)
	}
	var prices []market.Agreed
	for i, f := range formulas {
		prices = append(prices, market.Agreed{Currency: "USD", Date: 20000 + units.Date(i), Price: 60000,
			Used: []string{f, f}, LeftOut: []string{f}})
	}
	if err := errors.Join(kept.PutPrices(t.Context(), nil, prices), kept.Close()); err != nil {
		t.Fatal(err)
	}
	for _, f := range formulas {
		offered, paid := at("offer.json"), at("paid.csv")
		words, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		doc := strings.ReplaceAll(nastyOffer("WORDS"), `"WORDS"`, string(words))
		statement := "date,amount,unit,kind,hashrate,hashrate_unit,note\n"
		for day := 1; day < 9; day++ {
			statement += "2026-03-0" + strconv.Itoa(day) + ",0.0000121" + strconv.Itoa(day) +
				",BTC,payout,30,TH/s," + `"` + strings.ReplaceAll(f, `"`, `""`) + "\"\n"
		}
		for path, text := range map[string]string{offered: doc, paid: statement} {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, errs, code := called(t, "", "audit", "--hashrate", "30TH/s", "--made-good",
			"2026-03-02..2026-03-03="+f,
			"--export", days, paid); code != answered {
			t.Fatalf("%q: %s", f, errs)
		}
		look("audit --export", read(days))
		if _, errs, code := called(t, "", "replay", "--from", "2021-09-12", "--export", series,
			offered); code != answered {
			t.Fatalf("%q: %s", f, errs)
		}
		look("replay --export", read(series))
	}
	for what, least := range map[string]int{"history": 1000, "prices": len(formulas)} {
		table, errs, code := called(t, "", "data", "export", "--what", what, "--store", store)
		if code != answered || strings.Count(table, "\n") < least {
			t.Fatalf("data export --what %s: %s", what, errs)
		}
		look("data export --what "+what, table)
	}
}
