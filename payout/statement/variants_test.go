package statement

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/units"
)

// moments are times as the files of the holder write them, with or without a zone.
var moments = regexp.MustCompile(`(2026-0[345]-\d\d)([ T])(\d\d:\d\d)(:\d\d)?(\.000Z|\.000|Z| UTC| GMT)?`)

// inTokyo is a text with its times moved nine hours, "+09:00" behind each where zoned.
func inTokyo(s string, zoned bool) string {
	return moments.ReplaceAllStringFunc(s, func(found string) string {
		m := moments.FindStringSubmatch(found)
		at, err := time.Parse("2006-01-02 15:04:05", m[1]+" "+m[3]+m[4]+strings.Repeat(":00", 1-len(m[4])/3))
		if err != nil {
			panic(err)
		}
		layout := "2006-01-02" + m[2] + "15:04" + strings.Repeat(":05", len(m[4])/3)
		if zoned {
			return at.Add(9*time.Hour).Format(layout) + "+09:00"
		}
		return at.Add(9 * time.Hour).Format(layout)
	})
}

// entries are the rows of a file: lines behind the head, or the longest list of a JSON document.
func entries(t *testing.T, name string, data []byte, change func([]string) []string) string {
	t.Helper()
	if strings.HasSuffix(name, ".csv") {
		lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
		return lines[0] + "\n" + strings.Join(change(lines[1:]), "\n") + "\n"
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var document any
	if err := d.Decode(&document); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(changeLists(t, document, change))
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// changeLists changes every list of ten and more.
func changeLists(t *testing.T, v any, change func([]string) []string) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = changeLists(t, v[k], change)
		}
	case []any:
		if len(v) < 10 {
			return v
		}
		var texts []string
		for _, one := range v {
			b, err := json.Marshal(one)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, string(b))
		}
		var out []any
		for _, text := range change(texts) {
			out = append(out, json.RawMessage(text))
		}
		return out
	}
	return v
}

// TestVariantsOfEveryForm: whatever is done to the file of the holder, each day has its satoshi, or the file
// or the row is refused by name; no day has another amount in silence.
func TestVariantsOfEveryForm(t *testing.T) {
	from, want := truth(t)
	tokyo := time.FixedZone("Asia/Tokyo", 9*3600)
	for name, data := range holder(t) {
		for what, v := range map[string]struct {
			change  func([]string) []string
			zone    *time.Location
			missing bool // days may be without a row
			whole   bool // and must not be refused
		}{
			"reversed":  {whole: true, change: func(l []string) []string { slices.Reverse(l); return l }},
			"doubled":   {change: func(l []string) []string { return append(l[:20:20], l[17:]...) }},
			"all twice": {change: func(l []string) []string { return append(slices.Clone(l), l...) }},
			"no month": {missing: true, whole: true, change: func(l []string) []string {
				return append(l[:10:10], l[40:]...)
			}},
			"all in another zone": {change: func(l []string) []string {
				for i := range l {
					l[i] = inTokyo(l[i], true)
				}
				return l
			}},
			"one in another zone": {change: func(l []string) []string { l[30] = inTokyo(l[30], true); return l }},
			"local times": {zone: tokyo, change: func(l []string) []string {
				for i := range l {
					if m := moments.FindStringSubmatch(l[i]); m != nil && m[5] == "" {
						l[i] = inTokyo(l[i], false)
					}
				}
				return l
			}},
			"doubled in another zone": {change: func(l []string) []string {
				return append(append(l[:20:20], inTokyo(l[19], true)), l[20:]...)
			}},
			"doubled with one more digit": {change: func(l []string) []string {
				again := regexp.MustCompile(`(\b0[.,]000\d{5})\b`).ReplaceAllString(l[19], "${1}0")
				return append(append(l[:20:20], again), l[20:]...)
			}},
			"one in satoshi": {missing: true, change: func(l []string) []string {
				l[25] = regexp.MustCompile(`\b0[.,]000(\d{5})\b`).ReplaceAllString(l[25], "$1")
				return l
			}},
		} {
			t.Run(name+" "+what, func(t *testing.T) {
				if v.zone != nil && (strings.Contains(name, "ocean") ||
					strings.Contains(name, "coinledger") ||
					strings.Contains(name, "sparrow") || strings.Contains(name, "json")) {
					t.Skip("these say that they are in UTC")
				}
				zone := v.zone
				if zone == nil {
					zone = time.UTC
				}
				text := entries(t, name, data, v.change)
				if v.zone != nil && text == entries(t, name, data, func(l []string) []string { return l }) {
					t.Skip("its times are written in another way")
				}
				s, err := Read(name, strings.NewReader(text), Options{Zone: zone})
				if err != nil {
					if v.whole {
						t.Fatal(err)
					}
					t.Skip("refused: ", err)
				}
				if v.whole && len(s.Refused) > 0 {
					t.Fatalf("refused: %v", s.Refused[0])
				}
				rowless := v.missing || len(s.Refused) > 0
				for i, got := range byDay(t, s, from, len(want)) {
					if got != want[i] && !(got < want[i] && rowless) {
						t.Fatalf("%s: %d sat, want %d; refused %v", from+units.Date(i), got,
							want[i], s.Refused)
					}
				}
				for _, r := range s.Refused {
					if r.Row == 0 || r.Why == "" {
						t.Errorf("a row is refused without its number or a reason: %v", r)
					}
				}
			})
		}
	}
}

// TestCutFile: wherever a table of the holder is cut off, each day has its satoshi, or less where rows are
// gone, or the file is refused: what is left of a date is no other day.
func TestCutFile(t *testing.T) {
	from, want := truth(t)
	for name, data := range holder(t) {
		if !strings.HasSuffix(name, ".csv") {
			continue
		}
		for cut := len(data) / 2; cut < len(data)/2+400; cut++ {
			s, err := Read(name, bytes.NewReader(data[:cut]), Options{Zone: time.UTC})
			if err != nil {
				continue
			}
			for i, sat := range byDay(t, s, from, len(want)) {
				if sat > want[i] {
					t.Errorf("%s cut after %d bytes: day %d has %d sat, want %d", name, cut, i, sat, want[i])
				}
			}
		}
	}
}
