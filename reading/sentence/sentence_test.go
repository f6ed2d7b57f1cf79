package sentence

import (
	"strings"
	"testing"
)

func TestCut(t *testing.T) {
	for text, want := range map[string]string{
		"We pay daily. You may leave! Really?":         "We pay daily.| You may leave!| Really?",
		"About 2.5 TH/s, approx. 40 W. No. 7 is next.": "About 2.5 TH/s, approx. 40 W.| No. 7 is next.",
		"每天返利。本金全额退还。":                                 "每天返利。|本金全额退还。",
	} {
		var got []string
		for from, to := range Cut(strings.ToLower(text), 0, len(text)) {
			got = append(got, strings.ToLower(text)[from:to])
		}
		if s := strings.Join(got, "|"); s != strings.ToLower(want) {
			t.Errorf("%q is cut into %q", text, s)
		}
	}
}

func TestScripts(t *testing.T) {
	for text, want := range map[string]Scripts{
		"daily profit": {}, "毎日の収益": {Kana: true, Han: true}, "수익 보장": {Hangul: true}, "हर दिन": {Devanagari: true},
		"كل يوم": {Arabic: true}, "каждый день": {Cyrillic: true},
	} {
		if got := ScriptsOf(text); got != want {
			t.Errorf("%q is written in %+v", text, got)
		}
	}
}
