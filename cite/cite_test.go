package cite

import (
	"encoding/json"
	"testing"
)

func TestHash(t *testing.T) {
	// FIPS 180-4 example: SHA-256 of "abc".
	const abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if got := Hash([]byte("abc")); got != abc {
		t.Errorf("Hash(abc) = %q", got)
	}
}

func TestSource(t *testing.T) {
	s := Source{What: "headers", URL: "https://example.org/h", Read: "2026-10-03", Licence: "MIT"}
	if got, want := s.String(), "headers <https://example.org/h>, read 2026-10-03 (MIT)"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
	if got, want := (Source{What: "headers"}).String(), "headers"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
	b, err := json.Marshal(Source{What: "headers", Licence: "MIT"})
	if want := `{"what":"headers","licence":"MIT"}`; err != nil || string(b) != want {
		t.Errorf("JSON = %s, %v; want %s", b, err, want)
	}
}
