package session

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// TestBorrowedShares: a share is good for the session that it was made in, once, and for no other session or
// channel; nor is it again behind a restart of the server.
func TestBorrowedShares(t *testing.T) {
	s := begin(t)
	j := s.put(1, hard)
	owner, thief := started(t, s), started(t, s)
	one := share.Share{Job: 1, En1: owner.en1, Time: j.Time, Version: j.Version, Level: 10}
	good := func(hash [32]byte) bool {
		other := one
		other.En1 = thief.en1
		header, _ := j.Job.Header(&other)
		return one.Level.Met(hash) && !one.Level.Met(share.Hash(header[:]))
	}
	solve(t, j, &one, good)
	if h := submit(thief, one, "farm.a", ""); h.Taken || h.Code != stratum.UnknownUser {
		t.Errorf("under a name of another connection: %+v", h.Code)
	}
	if h := submit(thief, one, "bc1qexample.w1", ""); h.Taken || h.Code != stratum.LowDifficulty {
		t.Errorf("in another session: %+v", h.Code)
	}
	if h := submit(owner, one, "bc1qexample.w1", ""); !h.Taken {
		t.Errorf("its own: %+v", h.Code)
	}
	tail := owner.heard.Share.Tail
	v := connected(t, s, 0)
	ch, _ := opened(t, v, true)
	m := stratum.SubmitShares{
		Extended: true, Channel: ch.Channel, Job: jobs.Name(1, 10), Nonce: one.Nonce, Time: one.Time,
		Version: one.Version, Extranonce: one.En2[:],
	}
	if _, _, h := tell(t, v, &m); h.Taken {
		t.Error("it counts over V2 too")
	}
	again := begin(t)
	again.Bench.Recall(j.Prev, tail)
	again.put(1, hard)
	if h := submit(started(t, again), one, "bc1qexample.w1", ""); h.Taken || h.Code != stratum.Duplicate {
		t.Errorf("behind a restart, to a session of the same number: %+v", h.Code)
	}
}

// TestJobsOfOtherChannels: a channel names the jobs and levels that it was given itself.
func TestJobsOfOtherChannels(t *testing.T) {
	s := begin(t)
	j := s.put(1, hard)
	v := connected(t, s, 0)
	low, _ := opened(t, v, true)
	high, _ := opened(t, v, true)
	// to level 22
	tell(t, v, &stratum.UpdateChannel{Channel: high.Channel, Hashrate: 1 << 20, MaxTarget: everything})
	submit := func(ch stratum.OpenSuccess, k share.Level) stratum.Code {
		one := share.Share{Job: 1, En1: [4]byte(ch.Prefix), Time: j.Time, Version: j.Version, Level: k}
		if k < 20 {
			solve(t, j, &one, k.Met)
		}
		_, _, h := tell(t, v, &stratum.SubmitShares{
			Extended: true, Channel: ch.Channel, Job: jobs.Name(1, k), Nonce: one.Nonce, Time: one.Time,
			Version: one.Version, Extranonce: make([]byte, 8),
		})
		return h.Code
	}
	for _, c := range []struct {
		ch   stratum.OpenSuccess
		k    share.Level
		want stratum.Code
	}{
		{low, 22, stratum.InvalidJob}, {low, 8, stratum.InvalidJob}, {high, 22, stratum.LowDifficulty},
		{high, 10, ""}, {low, 10, ""},
	} {
		if code := submit(c.ch, c.k); code != c.want {
			t.Errorf("channel %d at level %d: %q, want %q", c.ch.Channel, c.k, code, c.want)
		}
	}
}

// TestTimeTravel: a header's time is within a day behind its receipt and two hours ahead of it, and not below
// the job's: a share that is made today cannot be kept for another day, nor be of one.
func TestTimeTravel(t *testing.T) {
	s := begin(t)
	s.last++
	old := template(1, hard)
	old.MinTime = uint32(now/1000) - 3*share.MaxTaken // a chain whose last blocks are days old
	j, err := jobs.JobOf(old, jobs.Payout{Server: 3, Script: []byte{0x51}}, s.last, uint64(now))
	if err == nil {
		err = s.Bench.Put(j)
	}
	if err != nil {
		t.Fatal(err)
	}
	v := started(t, s)
	clock := int64(now / 1000)
	for at, good := range map[int64]bool{
		clock: true, clock - share.MaxTaken: true, clock + share.MaxAhead: true,
		clock - share.MaxTaken - 1: false, clock + share.MaxAhead + 1: false,
		int64(old.MinTime): false, int64(old.MinTime) - 1: false, 0: false, 1: false,
		math.MaxInt32: false, math.MaxInt32 + 1: false, math.MaxUint32: false,
	} {
		one := share.Share{Job: 1, En1: v.en1, Time: uint32(at), Version: j.Version, Level: 10}
		solve(t, j, &one, one.Level.Met)
		if h := submit(v, one, "bc1qexample.w1", ""); h.Taken != good {
			t.Errorf("%d s from now: %+v", at-clock, h.Code)
		}
	}
}

// TestAbsurdMasks: whatever mask a client asks for, no bit outside of BIP 320's is rolled, in the share that
// is kept neither.
func TestAbsurdMasks(t *testing.T) {
	for _, mask := range []string{
		`"ffffffff"`, `"00000000"`, `"e0001fff"`, `"1fffe000"`, `"20000000"`, `"fffffffff"`, `""`, `"-1"`,
		`4294967295`, `null`, `[]`, `"zzzzzzzz"`, `"00002000"`,
	} {
		s := begin(t)
		j := s.put(1, hard)
		v := NewV1(s.Config, now)
		line(t, v, `{"id":1,"method":"mining.configure","params":[["version-rolling"],`+
			`{"version-rolling.mask":`+mask+`}]}`)
		line(t, v, burst[1])
		line(t, v, burst[2])
		for bit := range 32 {
			rolled := uint32(1) << bit
			one := share.Share{Job: 1, En1: v.en1, Time: j.Time, Version: j.Version | rolled, Level: 10}
			solve(t, j, &one, one.Level.Met)
			h := submit(v, one, "bc1qexample.w1", fmt.Sprintf(`,"%08x"`, rolled))
			if h.Taken && (rolled&^v.mask != 0 || (h.Share.Version^j.Version)&^share.VersionMask != 0) {
				t.Errorf("mask %s: bit %d is taken, %08x", mask, bit, h.Share.Version)
			}
			if !h.Taken && rolled&v.mask != 0 {
				t.Errorf("mask %s was answered %08x, and bit %d is refused: %+v", mask, v.mask, bit, h.Code)
			}
		}
	}
}

// TestAbsurdSuggestions: levels stay within the server's bounds and the client's own, and a message brings
// one job at most, whatever difficulty, target or rate is asked for.
func TestAbsurdSuggestions(t *testing.T) {
	s := begin(t)
	s.put(1, hard)
	v := started(t, s)
	for _, value := range []string{
		"0", "-1", "1e-300", "1e308", "1e999", `"NaN"`, `"Inf"`, `"-Inf"`, "null", "true", "[]", "{}", `""`,
		"0x1p9", "9007199254740993", "0.00000005960464477539063", `"1"`, "1e-9",
	} {
		for _, text := range []string{
			`{"id":1,"method":"mining.suggest_difficulty","params":[` + value + `]}`,
			`{"id":1,"method":"mining.suggest_target","params":[` + value + `]}`,
			`{"id":1,"method":"mining.configure","params":[["minimum-difficulty"],` +
				`{"minimum-difficulty.value":` + value + `}]}`,
		} {
			_, pushes := line(t, v, text)
			if v.Level() < s.Min || v.Level() > s.Max || len(pushes) > 2 {
				t.Errorf("%s: level %d, %d lines", text, v.Level(), len(pushes))
			}
		}
	}
	w := connected(t, s, 0)
	ch, _ := opened(t, w, true)
	for _, rate := range []float32{
		0, 1, -1, math.MaxFloat32, float32(math.Inf(1)), float32(math.NaN()), math.SmallestNonzeroFloat32,
	} {
		for _, most := range [][32]byte{everything, {}, {31: 1}, {0: 1}} {
			update := &stratum.UpdateChannel{Channel: ch.Channel, Hashrate: rate, MaxTarget: most}
			_, pushes, _ := tell(t, w, update)
			if k := w.channels[ch.Channel].level; k < s.Min || k > s.Max || len(pushes) > 2 {
				t.Errorf("%v H/s, %x: level %d, %d frames", rate, most, k, len(pushes))
			}
		}
	}
}

// TestWithheldShares: a miner who keeps shares back and hands them in at once is given a high level and no
// work that he did not do; honest again, he is back at his own within minutes.
func TestWithheldShares(t *testing.T) {
	s := begin(t)
	j := s.put(1, hard)
	v := started(t, s)
	credit, handed := 0.0, 0
	one := share.Share{Job: 1, En1: v.en1, Time: j.Time, Version: j.Version, Level: 10}
	// forty shares of level 10: four minutes of a miner of 1 kH/s at 5 s a share, in one moment
	for range 40 {
		one.Nonce++
		solve(t, j, &one, one.Level.Met)
		if h := v.Line(submission(one), now+60_000); h.Taken {
			credit += math.Exp2(float64(h.Share.Level))
			handed++
		}
	}
	if handed != 40 || credit != 40*1024 {
		t.Errorf("%d shares count %v hashes", handed, credit)
	}
	if v.Level() > s.Max {
		t.Errorf("level %d", v.Level())
	}
	at, top := now+60_000, v.Level()
	for ; v.Level() > 12 && at < now+30*60_000; at += 2000 {
		v.Tick(at)
	}
	if took := (at - now - 60_000) / 1000; v.Level() > 12 || took > 15*60 {
		t.Errorf("from level %d to %d in %d s", top, v.Level(), took)
	}
}

func submission(one share.Share) []byte {
	const text = `{"id":1,"method":"mining.submit","params":["bc1qexample.w1","%s","%x","%08x","%08x"]}`
	return fmt.Appendf(nil, text,
		jobs.Text(one.Job, one.Level), one.En2, one.Time, one.Nonce)
}

// after plays one level after a share, and another after so many hashes without.
func after(patience int, luck, badLuck share.Level) func(found bool, since int, k share.Level) share.Level {
	return func(found bool, since int, k share.Level) share.Level {
		switch {
		case found:
			return luck
		case since > patience:
			return badLuck
		}
		return k
	}
}

// TestGamersGainNothing: whoever changes his level as his luck goes, and hands in each share under every
// level that he was given, is credited what he hashed, as far as chance goes, and never more than one level
// a hash.
func TestGamersGainNothing(t *testing.T) {
	const easier, harder, hashes = share.Level(8), share.Level(11), 200_000
	for name, play := range map[string]func(found bool, since int, k share.Level) share.Level{
		"easier after bad luck": after(300, harder, easier),
		"harder after bad luck": after(200, easier, harder),
		"to and fro": func(found bool, _ int, k share.Level) share.Level {
			if found {
				return easier + harder - k
			}
			return k
		},
	} {
		s := begin(t)
		j := s.put(1, hard)
		v := started(t, s)
		roots := map[share.Level][32]byte{}
		for _, k := range []share.Level{easier, harder} {
			line(t, v, `{"id":9,"method":"mining.suggest_difficulty","params":[`+
				stratum.Difficulty(uint8(k))+`]}`)
			root, err := j.Job.Root(&share.Share{Job: 1, En1: v.en1, Level: k})
			if err != nil || v.Level() != k {
				t.Fatal(v.Level(), err)
			}
			roots[k] = root
		}
		credit, variance, since, k := 0.0, 0.0, 0, easier
		one := share.Share{Job: 1, En1: v.en1, Time: j.Time, Version: j.Version}
		for range hashes {
			one.Nonce++
			one.Level = k
			header := j.Above(roots[k], &one)
			variance += math.Exp2(float64(k))
			since++
			found := easier.Met(share.Hash(header[:]))
			if found {
				counted := 0
				for _, as := range []share.Level{harder, easier, k} {
					one.Level = as
					if h := v.Line(submission(one), now); h.Taken {
						credit += math.Exp2(float64(h.Share.Level))
						counted++
					}
				}
				other := j.Above(roots[easier+harder-k], &one)
				if lucky := easier.Met(share.Hash(other[:])); counted > 1 && !lucky {
					t.Fatalf("%s: a hash counts %d times", name, counted)
				}
				found = counted > 0
			}
			next := play(found, since, k)
			if found {
				since = 0
			}
			k = next
		}
		if sigma := math.Sqrt(variance); credit > hashes+hashes/100+4*sigma || credit < hashes-4*sigma {
			t.Errorf("%s: %v hashes are credited, %d were made (sigma %.0f)", name, credit, hashes, sigma)
		}
	}
}

// TestNamesWithoutEnd: one connection has so many workers at most, and floods of other questions leave the
// session as it was.
func TestNamesWithoutEnd(t *testing.T) {
	s := begin(t)
	s.put(1, hard)
	s.Workers = everybody{}
	v := started(t, s)
	refused := 0
	for i := range 2 * workersMost {
		h := v.Line(fmt.Appendf(nil, `{"id":1,"method":"mining.authorize","params":["farm.%d","x"]}`, i), now)
		if strings.Contains(string(h.Answer), `"error":[`) {
			refused++
			if !h.Bad {
				t.Fatal("a refused name does not count against its sender")
			}
		}
	}
	if len(v.names) != workersMost || refused != workersMost+1 {
		t.Errorf("%d names, %d refused", len(v.names), refused)
	}
}

// everybody numbers every name alike.
type everybody struct{}

func (everybody) Worker(string) (uint32, error) { return 1, nil }
