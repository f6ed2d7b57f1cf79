package market_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/assaymining/assay/market"
)

// TestAgainst holds a history to itself, and to itself with one price doubled, one price left out and one day
// more.
func TestAgainst(t *testing.T) {
	known := market.Embedded()
	csv := known.CSV()
	same, err := market.Parse(csv)
	if err != nil {
		t.Fatal(err)
	}
	if a := same.Against(known); !a.Same || len(a.Figures) != 0 || a.Beyond != 0 || a.Days < 6000 {
		t.Errorf("the same facts: %+v", a)
	}
	row := func(csv []byte, date string) []string {
		i := bytes.Index(csv, []byte("\n"+date)) + 1
		return strings.Split(string(csv[i:i+bytes.IndexByte(csv[i:], '\n')]), ",")
	}
	change := func(csv []byte, date, price string) []byte {
		cells := row(csv, date)
		old := strings.Join(cells, ",")
		cells[1] = price
		return bytes.Replace(csv, []byte(old), []byte(strings.Join(cells, ",")), 1)
	}
	was := row(csv, "2024-03-01")[1]
	csv = change(change(csv, "2024-03-01", was+"9"), "2024-03-02", "")
	last := known.Last()
	csv = append(csv, (last+1).String()+","+row(csv, last.String())[1]+","+row(csv,
		last.String())[2]+",,,,,,\n"...)
	other, err := market.Parse(csv)
	if err != nil {
		t.Fatal(err)
	}
	a := other.Against(known)
	if a.Same || a.Beyond != 1 || len(a.Figures) != 1 {
		t.Fatalf("%+v", a)
	}
	f := a.Figures[0]
	if f.Figure != "price" || f.Differ != 1 || f.Missing != 1 || f.Added != 0 ||
		f.Worst.String() != "2024-03-01" ||
		f.Most != (f.Given-f.Known)/f.Known || f.Most <= 0 {
		t.Errorf("%+v", f)
	}
}
