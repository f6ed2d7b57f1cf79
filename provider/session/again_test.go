package session

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// overV2 hands a share in on a channel, by the current job's name or another's.
func overV2(t *testing.T, v *V2, ch stratum.OpenSuccess, job uint32, one share.Share) *Heard {
	_, _, h := tell(t, v, &stratum.SubmitShares{
		Extended: ch.Extended, Channel: ch.Channel, Job: jobs.Name(job, one.Level), Nonce: one.Nonce,
		Time: one.Time, Version: one.Version, Extranonce: one.En2[:],
	})
	return h
}

// TestOneHeaderOverBoth: a session of V1 and channels of V2 that have the same number, one after the
// other, hand in the same header: it is taken once, over whichever protocol comes first, and under each
// job of that block.
func TestOneHeaderOverBoth(t *testing.T) {
	const first, extended, standard = "V1", "an extended channel", "a standard channel"
	for _, order := range [][]string{
		{first, extended, standard}, {extended, standard, first}, {standard, first, extended},
	} {
		s := begin(t)
		s.Extranonce = func() [4]byte { return [4]byte{3, 0, 0, 1} }
		j := s.put(1, hard)
		one := share.Share{Job: 1, En1: s.Extranonce(), Time: j.Time, Version: j.Version, Level: 10}
		solve(t, j, &one, one.Level.Met)
		for i, by := range order {
			for again := range 2 {
				job := s.last
				var h *Heard
				if by == first {
					in := one
					in.Job = job
					h = submit(started(t, s), in, "bc1qexample.w1", "")
				} else {
					v := connected(t, s, 0)
					ch, _ := opened(t, v, by == extended)
					h = overV2(t, v, ch, job, one)
				}
				want := stratum.Duplicate
				if i+again == 0 {
					want = ""
				}
				if h.Code != want || h.Taken != (want == "") {
					t.Errorf("%v: by %s, for the %dth time: %q, want %q", order, by, again+1, h.Code, want)
				}
				s.put(1, hard) // the same work under another number
			}
		}
	}
}

// TestAbsurdExtranonces: an extranonce of another length or of other letters than the server gave room
// for is refused, the session's own part is not the client's to choose, and no session is left another
// for it.
func TestAbsurdExtranonces(t *testing.T) {
	s := begin(t)
	j := s.put(1, hard)
	v := started(t, s)
	en1 := v.en1
	for _, text := range []string{
		"", "0", strings.Repeat("0", 14), strings.Repeat("0", 15), strings.Repeat("0", 17),
		strings.Repeat("0", 18),
		strings.Repeat("0", 3000), strings.Repeat("g", 16), "0x00000000000000", "-000000000000001",
		`\u0030\u0030\u0030\u0030\u0030\u0030\u0030\u0030`, "0000000000000000 ", "０００００",
	} {
		_, _ = line(t, v, `{"id":1,"method":"mining.extranonce.subscribe","params":["`+text+`"]}`)
		_, _ = line(t, v, `{"id":1,"method":"mining.subscribe","params":["x","`+text+`"]}`)
		const submit = `{"id":2,"method":"mining.submit",` +
			`"params":["bc1qexample.w1","%s","%s","%08x","00000000"]}`
		h := v.Line(fmt.Appendf(nil, submit, jobs.Text(1, 10), text, j.Time), now)
		if h.Taken || h.Code != stratum.BadExtranonce || !h.Bad || h.End || v.en1 != en1 {
			t.Errorf("%.40q: taken %v, %q, counted %v, ends %v, number %x", text, h.Taken, h.Code, h.Bad,
				h.End, v.en1)
		}
	}
	w := connected(t, s, 0)
	ch, _ := opened(t, w, true)
	for n := range 33 { // as many as the field may have
		if n == share.Extranonce2 {
			continue
		}
		_, _, h := tell(t, w, &stratum.SubmitShares{
			Extended: true, Channel: ch.Channel, Job: jobs.Name(1, 10), Time: j.Time, Version: j.Version,
			Extranonce: make([]byte, n),
		})
		if h.Taken || h.Code != stratum.BadExtranonce || !h.Bad {
			t.Errorf("%d bytes: taken %v, %q, counted %v", n, h.Taken, h.Code, h.Bad)
		}
	}
	for _, least := range []uint16{9, 32, 33, 1 << 15, 1<<16 - 1} {
		answers, _, h := tell(t, w, &stratum.OpenChannel{
			Extended: true, User: "farm.a", MaxTarget: everything, MinExtranonce: least,
		})
		var no stratum.OpenError
		if len(answers) != 1 || no.Parse(answers[0].Payload) != nil ||
			no.Code != stratum.ExtranonceTooLarge || !h.Bad {
			t.Errorf("at least %d bytes: %q, counted %v", least, no.Code, h.Bad)
		}
	}
	if len(w.channels) != 1 {
		t.Errorf("%d channels", len(w.channels))
	}
}

// TestWorkBehindItsBlock: shares of a job are stale once another block is there, and leave nothing
// behind however many come; back on the block they are good again; and a job that is no longer known is
// told so.
func TestWorkBehindItsBlock(t *testing.T) {
	s := begin(t)
	j := s.put(1, hard)
	v, w := started(t, s), connected(t, s, 0)
	ch, _ := opened(t, w, true)
	one := share.Share{Job: 1, En1: v.en1, Time: j.Time, Version: j.Version, Level: 10}
	two := one
	two.En1 = [4]byte(ch.Prefix)
	solve(t, j, &one, one.Level.Met)
	solve(t, j, &two, two.Level.Met)
	both := func(want stratum.Code, bad bool) {
		t.Helper()
		for _, h := range []*Heard{submit(v, one, "bc1qexample.w1", ""), overV2(t, w, ch, 1, two)} {
			if h.Code != want || h.Bad != bad || h.Judged.Block {
				t.Fatalf("%q, counted %v; want %q, %v", h.Code, h.Bad, want, bad)
			}
		}
	}
	s.put(2, hard)
	for range 1000 {
		both(stratum.Stale, false)
	}
	s.put(1, hard) // the chain comes back
	both("", false)
	both(stratum.Duplicate, true)
	s.put(2, hard)
	for range 200 { // more jobs than are known; the sessions are not told of them
		s.put(2, hard)
	}
	both(stratum.InvalidJob, true)
}

// TestNoWorkTwice: a session that goes to another level and back gets no work twice, which its miner
// would begin anew and be refused for; with the next job it is at the level it was to go back to, and
// is told so before.
func TestNoWorkTwice(t *testing.T) {
	s := begin(t)
	s.put(1, hard)
	v, w := started(t, s), connected(t, s, 0)
	ch, _ := opened(t, w, true)
	suggest := func(k share.Level) []string {
		const text = `{"id":1,"method":"mining.suggest_difficulty","params":[%g]}`
		_, pushes := line(t, v, fmt.Sprintf(text, math.Exp2(float64(k)-32)))
		return pushes
	}
	update := func(k share.Level) []stratum.Frame {
		rate := float32(math.Exp2(float64(k)) * 1.01 / s.Interval)
		m := &stratum.UpdateChannel{Channel: ch.Channel, Hashrate: rate, MaxTarget: everything}
		_, pushes, _ := tell(t, w, m)
		return pushes
	}
	for _, step := range []struct {
		k    share.Level
		sent bool
	}{{14, true}, {10, false}, {14, false}, {10, false}, {20, true}, {14, false}, {10, false}} {
		if pushes := suggest(step.k); len(pushes) > 0 != step.sent {
			t.Errorf("V1 to level %d: %q", step.k, pushes)
		}
		if pushes := update(step.k); len(pushes) > 0 != step.sent {
			t.Errorf("V2 to level %d: %x", step.k, types(pushes))
		}
	}
	if v.level != 20 || w.channels[ch.Channel].level != 20 {
		t.Errorf("level %d, %d", v.level, w.channels[ch.Channel].level)
	}
	for range 2 {
		j := s.put(1, hard)
		said := lines(v.Notify(nil, false))
		want := []string{"set_difficulty", `"` + jobs.Text(j.ID, 10) + `"`}
		if j.ID > 2 {
			want = want[1:]
		}
		if len(said) != len(want) || !strings.Contains(said[len(said)-1], want[len(want)-1]) ||
			!strings.Contains(said[0], want[0]) {
			t.Errorf("V1: %q, want %q", said, want)
		}
		got := types(frames(t, w.Notify(nil)))
		kinds := []stratum.Type{stratum.TypeSetTarget, stratum.TypeNewExtendedMiningJob}
		if j.ID > 2 {
			kinds = kinds[1:]
		}
		if !slices.Equal(got, kinds) || w.channels[ch.Channel].level != 10 {
			t.Errorf("V2: %x, want %x, at level %d", got, kinds, w.channels[ch.Channel].level)
		}
	}
}
