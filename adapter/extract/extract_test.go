package extract

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestFrom(t *testing.T) {
	for _, c := range []struct{ name, data, kind, want, fails string }{
		{"text", "Price: 200 USD", "text", "Price: 200 USD", ""},
		{"page", "<!doctype html><head><title>x</title></head><p>Price <b>200</b> USD</p><script>bad()</script>",
			"html", "Price 200 USD", ""},
		{"a row stays a row", "<table><tr><td>10 TH/s</td><td>200 USD</td></tr></table>", "html",
			"10 TH/s \t200 USD", ""},
		{"UTF-16", "\xff\xfeP\x00r\x00i\x00c\x00e\x00", "text", "Price", ""},
		{"mixed encodings", "Geb\xfchr 2 % Gebühr", "text", "Gebühr 2 % Gebühr", ""},
		{"empty", " \n", "", "", "empty"},
		{"binary", "ELF\x00\x01\x02", "", "", "no text"},
		{"only a script", "<html><body><script>document.write('x')</script></body></html>", "", "", "script"},
		{"too large", strings.Repeat("x", MaxBytes+1), "", "", "larger"},
		{"broken PDF", "%PDF-1.4 nothing", "", "", "pdftotext"},
	} {
		got, err := From(context.Background(), []byte(c.data))
		if c.fails != "" {
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(e.Msg, c.fails) || e.Fix == "" {
				t.Errorf("%s: %v, want an error with %q and a way out", c.name, err, c.fails)
			}
			continue
		}
		if err != nil || got.Kind != c.kind || !strings.Contains(got.Text, c.want) {
			t.Errorf("%s: %+v, %v; want %s with %q", c.name, got, err, c.kind, c.want)
		}
	}
}

// A machine's S that was read in a picture as a dollar's sign makes no price; prices stay.
func TestNamesOfMachinesInPictures(t *testing.T) {
	for seen, want := range map[string]string{
		"runs 3,000 Antminer $21 in Norway":    "runs 3,000 Antminer S21 in Norway",
		"Antminer $19j Pro, 104 TH/s":          "Antminer S19j Pro, 104 TH/s",
		"ANTMINER §19 XP":                      "ANTMINER S19 XP",
		"one Antminer 521.\nPrice $21":         "one Antminer S21.\nPrice $21",
		"$19 XP, $21 Hyd, $19k Pro":            "S19 XP, S21 Hyd, S19k Pro",
		"Antminer $9":                          "Antminer S9",
		"Antminer $2,199":                      "Antminer $2,199",
		"Antminer $21.50 a month":              "Antminer $21.50 a month",
		"Antminer $210":                        "Antminer $210",
		"the $21 Pro plan":                     "the $21 Pro plan",
		"$19 a month for 21 TH/s, Antminer S9": "$19 a month for 21 TH/s, Antminer S9",
	} {
		if got := namesOfMachines(seen); got != want {
			t.Errorf("%q became %q, want %q", seen, got, want)
		}
	}
}
