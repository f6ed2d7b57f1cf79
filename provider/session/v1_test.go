package session

import (
	"fmt"
	"strings"
	"testing"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// burst is what ESP-Miner sends at once, without waiting for an answer.
var burst = []string{
	`{"id": 1, "method": "mining.configure", "params": [["version-rolling"], {"version-rolling.mask": "ffffffff"}]}`,
	`{"id": 2, "method": "mining.subscribe", "params": ["bitaxe/BM1370/v2.4.0"]}`,
	`{"id": 3, "method": "mining.authorize", "params": ["bc1qexample.w1", "x"]}`,
}

// line tells a session and gives what it says: answers, then what it pushes.
func line(t testing.TB, v *V1, text string) (answers, pushes []string) {
	t.Helper()
	h := v.Line([]byte(text), now)
	return lines(h.Answer), lines(h.Push)
}

func lines(b []byte) []string {
	if len(b) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
}

func TestESPMinersBurst(t *testing.T) {
	s := begin(t)
	j := s.put(1, hard)
	v := NewV1(s.Config, now)
	for i, want := range []string{
		`{"id":1,"result":{"version-rolling":true,"version-rolling.mask":"1fffe000"},"error":null}`,
		`{"id":2,"result":[[["mining.set_difficulty","03000001"],["mining.notify","03000001"]],"03000001",8],"error":null}`,
		`{"id":3,"result":true,"error":null}`,
	} {
		answers, pushes := line(t, v, burst[i])
		if len(answers) != 1 || answers[0] != want {
			t.Errorf("%s\nis answered %q", burst[i], answers)
		}
		if i < 2 {
			if len(pushes) != 0 {
				t.Errorf("pushed before a worker is named: %q", pushes)
			}
			continue
		}
		if len(pushes) != 2 || !strings.Contains(pushes[0], "mining.set_difficulty") ||
			!strings.HasPrefix(pushes[1], `{"id":null,"method":"mining.notify","params":["000000010a",`) {
			t.Fatalf("the first work is %q", pushes)
		}
		l, _ := stratum.ParseLine([]byte(pushes[1]))
		n, clean, err := stratum.ParseNotify(l.Params)
		if err != nil || !clean || n.Prev != j.Prev || n.Coinbase1[52] != 10 || n.Version&rollMask != 0 {
			t.Errorf("%+v, clean %v, %v", n, clean, err)
		}
		if len(n.Coinbase1) >= 384 || len(n.Coinbase2) >= 384 {
			t.Error("ESP-Miner cuts coinbases at 384 bytes")
		}
	}
	// Its six parameters: version bits as what it turned against the job's.
	one := share.Share{Job: 1, En1: v.en1, Time: j.Time, Version: j.Version | 0x4000, Level: 10}
	solve(t, j, &one, one.Level.Met)
	h := v.Line([]byte(fmt.Sprintf(`{"id": 5, "method": "mining.submit", "params": `+
		`["bc1qexample.w1", "000000010a", "0000000000000000", "%08x", "%08x", "00004000"]}`, one.Time, one.Nonce)), now)
	if !h.Taken || h.Share.Version != one.Version || h.Share.Worker != 8 || string(h.Answer) != "{\"id\":5,\"result\":true,\"error\":null}\n" {
		t.Errorf("%+v %s", h, h.Answer)
	}
}

// minerd: its first job and shares, params before id; what it answers to a question of ours needs no answer.
func TestMinerdsOrder(t *testing.T) {
	s := begin(t)
	v := NewV1(s.Config, now)
	line(t, v, `{"id": 1, "method": "mining.subscribe", "params": ["cpuminer/2.5.1"]}`)
	if answers, pushes := line(t, v, burst[2]); len(answers) != 1 || len(pushes) != 0 {
		t.Fatalf("without work: %q %q", answers, pushes)
	}
	j := s.put(1, hard)
	if got := lines(v.Notify(nil, true)); len(got) != 2 || !strings.Contains(got[0], "set_difficulty") {
		t.Fatalf("the first work comes without its difficulty: %q", got)
	}
	if got := lines(v.Notify(nil, false)); len(got) != 1 || !strings.HasSuffix(got[0], ",false]}") {
		t.Fatalf("%q", got)
	}
	one := share.Share{Job: 1, En1: v.en1, Time: j.Time, Version: j.Version, Level: 10}
	solve(t, j, &one, one.Level.Met)
	h := v.Line([]byte(fmt.Sprintf(`{"method": "mining.submit", "params": ["bc1qexample.w1", "000000010a", `+
		`"0000000000000000", "%08x", "%08x"], "id":4}`, one.Time, one.Nonce)), now)
	if !h.Taken {
		t.Fatalf("%s", h.Answer)
	}
	if answers, _ := line(t, v, `{"id": 7, "error": null, "result": "cpuminer/2.5.1"}`); answers != nil {
		t.Errorf("an answer is answered: %q", answers)
	}
}

func TestOtherClients(t *testing.T) {
	s := begin(t)
	s.put(1, hard)
	for _, c := range []struct{ says, want string }{
		// cgminer asks for one thing and takes another for an error
		{`{"id": 0, "method": "mining.configure", "params": [["version-rolling"], {"version-rolling.mask": "00c00000", "version-rolling.min-bit-count": 2}]}`,
			`{"id":0,"result":{"version-rolling":true,"version-rolling.mask":"00c00000"},"error":null}`},
		{`{"id":1,"method":"mining.configure","params":[["minimum-difficulty","subscribe-extranonce"],{"minimum-difficulty.value":0.5}]}`,
			`{"id":1,"result":{"minimum-difficulty":true,"subscribe-extranonce":false},"error":null}`},
		// bfgminer suggests without wanting an answer, and numbers by texts
		{`{"id":null,"method":"mining.suggest_target","params":["00000000ffff0000000000000000000000000000000000000000000000000000"]}`, ``},
		{`{"id":null,"method":"mining.capabilities","params":[{"notify":[],"set_difficulty":{}}]}`, ``},
		{`{"id":"auth","method":"mining.authorize","params":["farm.a","x"]}`, `{"id":"auth","result":true,"error":null}`},
		{`{"id":"xnsub","method":"mining.extranonce.subscribe","params":[]}`, `{"id":"xnsub","result":true,"error":null}`},
		{`{"id":"txlist0","method":"mining.get_transactions","params":["000000010a"]}`,
			`{"id":"txlist0","result":null,"error":[20,"Unsupported method",null]}`},
		{`{"id":5,"method":"mining.suggest_difficulty","params":[4]}`, `{"id":5,"result":true,"error":null}`},
		{`{"id":6,"method":"mining.suggest_difficulty","params":["x"]}`, `{"id":6,"result":null,"error":[20,"Not a difficulty",null]}`},
		{`{"id":7,"method":"mining.authorize","params":["no body","x"]}`, `{"id":7,"result":null,"error":[24,"Unauthorized worker",null]}`},
		{`{"id":8,"method":"mining.authorize","params":["nobody","x"]}`, `{"id":8,"result":null,"error":[24,"Unauthorized worker",null]}`},
		{`{"id":9,"method":"mining.submit","params":[]}`, `{"id":9,"result":null,"error":[25,"Not subscribed",null]}`},
	} {
		v := NewV1(s.Config, now)
		if got := string(v.Line([]byte(c.says), now).Answer); strings.TrimSuffix(got, "\n") != c.want {
			t.Errorf("%s\nis answered %s", c.says, got)
		}
	}
	v := NewV1(s.Config, now)
	if h := v.Line([]byte("GET / HTTP/1.1"), now); !h.Bad || !h.End || len(h.Answer) > 0 {
		t.Errorf("%+v", h)
	}
	line(t, v, `{"id":null,"method":"mining.suggest_target","params":["00000000ffff0000000000000000000000000000000000000000000000000000"]}`)
	if v.Level() != 33 { // the level whose target is within the one that was asked for
		t.Errorf("level %d", v.Level())
	}
}

// started is a session that has work, at level 10.
func started(t *testing.T, s *shop) *V1 {
	v := NewV1(s.Config, now)
	for _, text := range burst {
		line(t, v, text)
	}
	return v
}

// submit hands in a share as its fields are, with the level that its job's name says.
func submit(v *V1, one share.Share, user, version string) *Heard {
	return v.Line([]byte(fmt.Sprintf(`{"id":1,"method":"mining.submit","params":["%s","%s","%x","%08x","%08x"%s]}`, user,
		jobs.Text(one.Job, one.Level), one.En2, one.Time, one.Nonce, version)), now)
}

func TestRefusals(t *testing.T) {
	s := begin(t)
	j := s.put(1, hard)
	v := started(t, s)
	good := share.Share{Job: 1, En1: v.en1, Time: j.Time, Version: j.Version, Level: 10}
	solve(t, j, &good, good.Level.Met)
	met := func(change func(*share.Share)) share.Share {
		one := good
		change(&one)
		solve(t, j, &one, share.Level(10).Met)
		return one
	}
	low := good
	low.Nonce++
	for _, c := range []struct {
		name    string
		one     share.Share
		user    string
		version string
		want    string
	}{
		{"good", good, "bc1qexample.w1", "", "true"},
		{"twice", good, "bc1qexample.w1", "", "[22,"},
		{"another's name", good, "farm.a", "", "[24,"},
		{"low", low, "bc1qexample.w1", "", "[23,"},
		{"no such job", share.Share{Job: 9, Level: 10, Time: j.Time}, "bc1qexample.w1", "", "[21,"},
		{"a level that was not given", share.Share{Job: 1, Level: 8, Time: j.Time}, "bc1qexample.w1", "", "[21,"},
		{"too early", met(func(o *share.Share) { o.Time = j.MinTime - 1 }), "bc1qexample.w1", "", "[20,"},
		{"too late", met(func(o *share.Share) { o.Time = uint32(now/1000) + share.MaxAhead + 1 }), "bc1qexample.w1", "", "[20,"},
		{"as late as may be", met(func(o *share.Share) { o.Time = uint32(now/1000) + share.MaxAhead }), "bc1qexample.w1", "", "true"},
		{"bits outside the mask", good, "bc1qexample.w1", `,"20000000"`, "[20,"},
	} {
		h := submit(v, c.one, c.user, c.version)
		if h.Taken != (c.want == "true") || !strings.Contains(string(h.Answer), c.want) {
			t.Errorf("%s: %+v %s", c.name, h.Judged.Code, h.Answer)
		}
		if h.Judged.Block {
			t.Errorf("%s is a block", c.name)
		}
	}
	s.put(2, hard) // a new block: the old job is stale
	if h := submit(v, met(func(o *share.Share) { o.En2[7] = 1 }), "bc1qexample.w1", ""); h.Judged.Code != stratum.Stale || h.Bad {
		t.Errorf("%+v %s", h.Judged.Code, h.Answer)
	}
	s.put(1, hard) // and back, by a reorganisation: it is good, and what was taken is not taken again
	if h := submit(v, met(func(o *share.Share) { o.En2[7] = 1 }), "bc1qexample.w1", ""); !h.Taken {
		t.Errorf("%s", h.Answer)
	}
	if h := submit(v, good, "bc1qexample.w1", ""); h.Judged.Code != stratum.Duplicate {
		t.Errorf("%s", h.Answer)
	}
}

// A client that did not ask to roll version bits may not.
func TestFixedVersion(t *testing.T) {
	s := begin(t)
	j := s.put(1, hard)
	v := NewV1(s.Config, now)
	line(t, v, burst[1])
	line(t, v, burst[2])
	one := share.Share{Job: 1, En1: v.en1, Time: j.Time, Version: j.Version | 0x4000, Level: 10}
	solve(t, j, &one, one.Level.Met)
	if h := submit(v, one, "bc1qexample.w1", `,"00004000"`); h.Taken || !strings.Contains(string(h.Answer), "version") {
		t.Errorf("%s", h.Answer)
	}
}

// After a change of level shares of the job before count at its level, and the new job has the new one.
func TestJobsOwnLevel(t *testing.T) {
	s := begin(t)
	j := s.put(1, hard)
	v := started(t, s)
	_, pushes := line(t, v, `{"id":9,"method":"mining.suggest_difficulty","params":[0.00390625]}`) // 2^-8: level 24
	if len(pushes) != 2 || !strings.Contains(pushes[0], "[0.00390625]") || !strings.Contains(pushes[1], `"0000000118"`) ||
		!strings.HasSuffix(pushes[1], "true]}") {
		t.Fatalf("%q", pushes)
	}
	one := share.Share{Job: 1, En1: v.en1, Time: j.Time, Version: j.Version, Level: 10}
	solve(t, j, &one, func(h [32]byte) bool { return share.Level(10).Met(h) && !share.Level(24).Met(h) })
	if h := submit(v, one, "bc1qexample.w1", ""); !h.Taken || h.Share.Level != 10 {
		t.Errorf("%s", h.Answer)
	}
	one.Level = 24 // the same work under the name of the new job
	if h := submit(v, one, "bc1qexample.w1", ""); h.Judged.Code != stratum.LowDifficulty {
		t.Errorf("%s", h.Answer)
	}
}

// A block is told as one whatever else is wrong with its share, and once.
func TestBlockFirst(t *testing.T) {
	s := begin(t)
	j := s.put(1, easy)
	v := started(t, s)
	low := share.Share{Job: 1, En1: v.en1, Time: j.Time, Version: j.Version, Level: 10}
	solve(t, j, &low, func(h [32]byte) bool { return h[31] < 0x7f && !share.Level(10).Met(h) })
	early := share.Share{Job: 1, En1: v.en1, Time: j.MinTime - 1, Version: j.Version, Level: 10}
	solve(t, j, &early, func(h [32]byte) bool { return h[31] < 0x7f })
	for name, one := range map[string]share.Share{"low": low, "early": early} {
		h := submit(v, one, "bc1qexample.w1", "")
		if h.Taken || !h.Judged.Block || h.Share.Flags&share.FoundBlock == 0 {
			t.Errorf("%s: %+v", name, h.Judged)
		}
		if again := submit(v, one, "bc1qexample.w1", ""); again.Judged.Block {
			t.Errorf("%s: a block twice", name)
		}
	}
	s.put(2, easy)
	stale := low
	stale.En2[0] = 1
	solve(t, j, &stale, func(h [32]byte) bool { return h[31] < 0x7f })
	if h := submit(v, stale, "bc1qexample.w1", ""); !h.Judged.Block || h.Judged.Code != stratum.Stale {
		t.Errorf("%+v", h.Judged)
	}
}
