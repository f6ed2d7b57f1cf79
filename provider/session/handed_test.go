package session

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/share"
)

// A session knows the last jobs and levels that it was sent, and nothing else that a client can write.
func TestHanded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type pair struct {
			job uint32
			k   share.Level
		}
		var h handed
		var sent []pair
		job, level := rapid.Uint32Range(1, 200), rapid.IntRange(int(share.MinLevel), int(share.MaxLevel))
		for range rapid.IntRange(0, 60).Draw(t, "sent") {
			one := pair{job.Draw(t, "job"), share.Level(level.Draw(t, "level"))}
			h.add(one.job, one.k)
			sent = append(sent, one)
		}
		known := map[pair]bool{}
		for _, one := range sent[max(0, len(sent)-len(h.ring)):] {
			known[one] = true
		}
		asked := rapid.OneOf(job, rapid.Uint32(), rapid.Just(uint32(0)), rapid.Just(uint32(jobs.MaxJob+1)))
		for range 50 {
			one := pair{asked.Draw(t, "asked"), share.Level(rapid.Byte().Draw(t, "k"))}
			if h.has(one.job, one.k) != known[one] {
				t.Fatalf("%+v of %+v", one, sent)
			}
		}
		for one := range known {
			if !h.has(one.job, one.k) {
				t.Fatalf("%+v is not known", one)
			}
		}
	})
}
