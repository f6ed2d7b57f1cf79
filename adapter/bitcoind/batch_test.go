package bitcoind

import (
	"runtime"
	"strings"
	"testing"
)

// A batch is answered by as many replies as it has calls: a list without end is left at the first that is too
// many, before it fills the memory.
func TestRepliesUpToTheCalls(t *testing.T) {
	for answer, want := range map[string]string{
		`[{"id":0,"result":1},{"id":1,"result":2}]`: "", `[{"id":0,"result":1}]`: "", "[]": "",
		`[{"id":0},{"id":1},{"id":2}]`: "calls that were not made", `[{"id":0},{"id"`: "cut or not JSON-RPC",
		`[{"id":0}] {}`: "something follows it", `[{"id":0}`: "cut or not JSON-RPC",
		`[1,2]`: "cut or not JSON-RPC",
	} {
		got, err := upTo(2, []byte(answer))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) ||
			len(got) > 2 {
			t.Errorf("%s: %d replies, %v", answer, len(got), err)
		}
	}
	many := []byte("[{}" + strings.Repeat(",{}", 10<<20) + "]")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := upTo(2, many)
	runtime.ReadMemStats(&after)
	if made := after.TotalAlloc - before.TotalAlloc; err == nil || made > 1<<20 {
		t.Errorf("refusing took %d bytes: %v", made, err)
	}
}
