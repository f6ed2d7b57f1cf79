package audit

import (
	"strings"
	"testing"
)

// A note is shown by a spreadsheet, and not computed.
func TestNotesAreNoFormulas(t *testing.T) {
	var b strings.Builder
	r := Result{EachDay: []Day{{Date: "2026-03-01", OwedSat: -5, Note: "=1+1"}}}
	if err := r.WriteDays(&b); err != nil || !strings.HasSuffix(b.String(), "\n2026-03-01,-5,,0,'=1+1\n") {
		t.Errorf("%q, %v", b.String(), err)
	}
}
