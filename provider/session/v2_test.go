package session

import (
	"encoding/hex"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// What ESP-Miner's own code sends.
const (
	espSetup = "000200020000000000093132372e302e302e31c7b10662697461786506424d313337300000"
	espOpen  = "010000000e626331716578616d706c652e7731a5d46853" +
		"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0200"
)

func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

// frames takes frames in the clear apart.
func frames(t testing.TB, b []byte) (out []stratum.Frame) {
	t.Helper()
	for len(b) > 0 {
		f, n := stratum.ParseHead([stratum.FrameHead]byte(b))
		b = b[stratum.FrameHead:]
		f.Payload = slices.Clone(b[:n])
		b = b[n:]
		out = append(out, f)
	}
	return out
}

func types(all []stratum.Frame) (out []stratum.Type) {
	for _, f := range all {
		out = append(out, f.Type)
	}
	return out
}

// tell hands a message to a session.
func tell(t testing.TB, v *V2, m stratum.Message) (answers, pushes []stratum.Frame, h *Heard) {
	t.Helper()
	h = v.Frame(stratum.Frame{Type: m.Type(), Payload: m.Append(nil)}, now)
	return frames(t, h.Answer), frames(t, h.Push), h
}

// ESP-Miner's bytes: setup, an extended channel, a share as it lays it out. The answers to setup and open are the
// very next frames; then a future job, and the previous block that makes it the one to work on.
func TestESPMinersBytes(t *testing.T) {
	s := begin(t)
	j := s.put(1, hard)
	v := NewV2(s.Config)
	h := v.Frame(stratum.Frame{Type: stratum.TypeSetupConnection, Payload: unhex(espSetup)}, now)
	if got := hex.EncodeToString(h.Answer); got != "000001060000"+"020000000000" || len(h.Push) > 0 {
		t.Fatalf("setup is answered %s", got)
	}
	h = v.Frame(stratum.Frame{Type: stratum.TypeOpenExtended, Channel: false, Payload: unhex(espOpen)}, now)
	all := frames(t, append(slices.Clone(h.Answer), h.Push...))
	if want := []stratum.Type{stratum.TypeOpenExtendedSuccess, stratum.TypeNewExtendedMiningJob, stratum.TypeSetNewPrevHash}; !slices.Equal(types(all), want) {
		t.Fatalf("%x", types(all))
	}
	if len(all[0].Payload) < 47 {
		t.Errorf("ESP-Miner needs 47 bytes of OpenExtendedMiningChannel.Success, %d came", len(all[0].Payload))
	}
	var open stratum.OpenSuccess
	open.Extended = true
	open.Parse(all[0].Payload)
	k := share.Level(42) // log2(1e12 H/s x 5 s) is 42.2
	if open.Target != targetOf(k) || len(open.Prefix) != 4 || open.ExtranonceSize != 8 || open.Channel == open.Group {
		t.Errorf("%+v", open)
	}
	var job stratum.NewExtendedMiningJob
	var prev stratum.SetNewPrevHash
	if err := job.Parse(all[1].Payload); err != nil || !job.Future || !job.Rolling || len(job.Branches) != len(j.Branches) {
		t.Errorf("%+v, %v", job, err)
	}
	if err := prev.Parse(all[2].Payload); err != nil || prev.Job != job.Job || prev.Prev != j.Prev || prev.Bits != j.Bits {
		t.Errorf("%+v, %v", prev, err)
	}
	if !all[1].Channel || !all[2].Channel || all[0].Channel {
		t.Error("the bit of channels is set wrongly")
	}
	// The coinbase that the client puts together is the one that we judge.
	coinbase := append(slices.Clone(job.Prefix), open.Prefix...)
	coinbase = append(append(coinbase, make([]byte, 8)...), job.Suffix...)
	one := share.Share{Job: 1, En1: [4]byte(open.Prefix), Level: k, Time: j.Time, Version: j.Version}
	if want, _ := j.Job.Coinbase(&one); !slices.Equal(coinbase, want) {
		t.Errorf("the client's coinbase is %x, ours %x", coinbase, want)
	}
	esp := unhex("05000000000000002a0000001905000085f50b6b00000020080000000000000000") // channel 5, job 42
	h = v.Frame(stratum.Frame{Type: stratum.TypeSubmitSharesExtended, Channel: true, Payload: esp}, now)
	var no stratum.SubmitError
	if f := frames(t, h.Answer); len(f) != 1 || no.Parse(f[0].Payload) != nil || no.Code != stratum.InvalidChannel || no.Channel != 5 {
		t.Errorf("%+v", f)
	}
}

func connected(t *testing.T, s *shop, flags uint32) *V2 {
	v := NewV2(s.Config)
	answers, _, _ := tell(t, v, &stratum.SetupConnection{MinVersion: 2, MaxVersion: 2, Flags: flags})
	if len(answers) != 1 || answers[0].Type != stratum.TypeSetupSuccess {
		t.Fatalf("%+v", answers)
	}
	return v
}

var everything = [32]byte([]byte(strings.Repeat("\xff", 32)))

// opened is a channel at level 10.
func opened(t *testing.T, v *V2, extended bool) (stratum.OpenSuccess, []stratum.Frame) {
	t.Helper()
	answers, pushes, _ := tell(t, v, &stratum.OpenChannel{Extended: extended, User: "farm.a", MaxTarget: everything, MinExtranonce: 8})
	ok := stratum.OpenSuccess{Extended: extended}
	if len(answers) != 1 || answers[0].Type != ok.Type() || ok.Parse(answers[0].Payload) != nil {
		t.Fatalf("%+v", answers)
	}
	return ok, pushes
}

func TestSetupRefused(t *testing.T) {
	for _, c := range []struct {
		m    stratum.SetupConnection
		want stratum.SetupError
	}{
		{stratum.SetupConnection{Protocol: 1, MinVersion: 2, MaxVersion: 2}, stratum.SetupError{Code: stratum.UnsupportedProtocol}},
		{stratum.SetupConnection{MinVersion: 3, MaxVersion: 4}, stratum.SetupError{Code: stratum.VersionMismatch}},
		{stratum.SetupConnection{MinVersion: 1, MaxVersion: 1}, stratum.SetupError{Code: stratum.VersionMismatch}},
		{stratum.SetupConnection{MinVersion: 2, MaxVersion: 2, Flags: 6}, stratum.SetupError{Flags: 2, Code: stratum.UnsupportedFeatures}},
	} {
		answers, _, h := tell(t, NewV2(begin(t).Config), &c.m)
		var got stratum.SetupError
		if len(answers) != 1 || got.Parse(answers[0].Payload) != nil || got != c.want || !h.End {
			t.Errorf("%+v: %+v", c.m, got)
		}
	}
	v := NewV2(begin(t).Config)
	if _, _, h := tell(t, v, &stratum.UpdateChannel{}); !h.End {
		t.Error("a message before the setup")
	}
	v = connected(t, begin(t), 4)
	if _, _, h := tell(t, v, &stratum.SetupConnection{MinVersion: 2, MaxVersion: 2}); !h.End {
		t.Error("a second setup")
	}
	v = connected(t, begin(t), 0)
	if h := v.Frame(stratum.Frame{Extension: 1, Type: 0, Payload: []byte{1, 2}}, now); h.End || len(h.Answer) > 0 {
		t.Error("an extension is not ignored")
	}
	if h := v.Frame(stratum.Frame{Type: 0x77}, now); h.End || len(h.Answer) > 0 {
		t.Error("an unknown message is not ignored")
	}
}

func TestOpenRefused(t *testing.T) {
	for name, c := range map[string]struct {
		flags  uint32
		change func(*stratum.OpenChannel)
		want   stratum.Code
	}{
		"a name with a space":   {0, func(m *stratum.OpenChannel) { m.User = "a b" }, stratum.InvalidUser},
		"an unknown name":       {0, func(m *stratum.OpenChannel) { m.User = "who" }, stratum.UnknownUser},
		"no number":             {0, func(m *stratum.OpenChannel) { m.Hashrate = float32(math.NaN()) }, stratum.InvalidHashrate},
		"below zero":            {0, func(m *stratum.OpenChannel) { m.Hashrate = -1 }, stratum.InvalidHashrate},
		"an impossible target":  {0, func(m *stratum.OpenChannel) { m.MaxTarget = [32]byte{5} }, stratum.TargetOutOfRange},
		"a large extranonce":    {0, func(m *stratum.OpenChannel) { m.MinExtranonce = 9 }, stratum.ExtranonceTooLarge},
		"extended for standard": {stratum.RequiresStandardJobs, func(*stratum.OpenChannel) {}, stratum.ExtendedNotForStandard},
	} {
		v := connected(t, begin(t), c.flags)
		m := &stratum.OpenChannel{Extended: true, Request: 6, User: "farm.a", MaxTarget: everything}
		c.change(m)
		answers, _, _ := tell(t, v, m)
		var got stratum.OpenError
		if len(answers) != 1 || got.Parse(answers[0].Payload) != nil || got != (stratum.OpenError{Request: 6, Code: c.want}) {
			t.Errorf("%s: %+v", name, got)
		}
		if v.Ready() {
			t.Errorf("%s opens a channel", name)
		}
	}
}

// A share of each kind of channel, its errors, a new job on the same block and on another, another level, the end.
func TestChannels(t *testing.T) {
	for _, extended := range []bool{true, false} {
		s := begin(t)
		j := s.put(1, hard)
		v := connected(t, s, 0)
		ch, pushes := opened(t, v, extended)
		first := stratum.TypeNewMiningJob
		if extended {
			first = stratum.TypeNewExtendedMiningJob
		}
		if !slices.Equal(types(pushes), []stratum.Type{first, stratum.TypeSetNewPrevHash}) {
			t.Fatalf("%x", types(pushes))
		}
		one := share.Share{Job: 1, En1: [4]byte(ch.Prefix), Time: j.Time, Version: j.Version | 0x2000, Level: 10}
		if !extended {
			var job stratum.NewMiningJob
			job.Parse(pushes[0].Payload)
			if header, _ := j.Job.Header(&one); job.Root != [32]byte(header[36:68]) || len(ch.Prefix) != 12 {
				t.Errorf("root %x, prefix %x", job.Root, ch.Prefix)
			}
		}
		solve(t, j, &one, one.Level.Met)
		good := stratum.SubmitShares{
			Extended: extended, Channel: ch.Channel, Sequence: 3, Job: jobs.Name(1, 10), Nonce: one.Nonce, Time: one.Time,
			Version: one.Version, Extranonce: make([]byte, 8),
		}
		answers, _, h := tell(t, v, &good)
		var ok stratum.SubmitSuccess
		if !h.Taken || ok.Parse(answers[0].Payload) != nil || ok != (stratum.SubmitSuccess{Channel: ch.Channel, Sequence: 3, Count: 1}) ||
			h.Share.Flags != share.FromV2 || h.Share.Worker != 7 {
			t.Errorf("%+v, %+v", ok, h.Share)
		}
		for name, c := range map[string]struct {
			change func(*stratum.SubmitShares)
			want   stratum.Code
		}{
			"twice":         {func(*stratum.SubmitShares) {}, stratum.Duplicate},
			"low":           {func(m *stratum.SubmitShares) { m.Nonce++ }, stratum.LowDifficulty},
			"no such job":   {func(m *stratum.SubmitShares) { m.Job = jobs.Name(9, 10) }, stratum.InvalidJob},
			"another level": {func(m *stratum.SubmitShares) { m.Job = jobs.Name(1, 8) }, stratum.InvalidJob},
			"no channel":    {func(m *stratum.SubmitShares) { m.Channel = 77 }, stratum.InvalidChannel},
			"another kind":  {func(m *stratum.SubmitShares) { m.Extended = !m.Extended }, stratum.InvalidChannel},
			"fixed bits":    {func(m *stratum.SubmitShares) { m.Version ^= 1 }, stratum.VersionBits},
			"early":         {func(m *stratum.SubmitShares) { m.Time = j.MinTime - 1 }, stratum.InvalidTime},
		} {
			m := good
			c.change(&m)
			answers, _, h := tell(t, v, &m)
			var no stratum.SubmitError
			if h.Taken || len(answers) != 1 || no.Parse(answers[0].Payload) != nil || no.Code != c.want || no.Sequence != 3 {
				t.Errorf("%s: %+v", name, no)
			}
		}
		if extended {
			m := good
			m.Extranonce = m.Extranonce[:7]
			answers, _, _ := tell(t, v, &m)
			var no stratum.SubmitError
			if no.Parse(answers[0].Payload); no.Code != stratum.BadExtranonce {
				t.Errorf("%+v", no)
			}
		}
		s.put(1, hard)
		if got := types(frames(t, v.Notify(nil))); !slices.Equal(got, []stratum.Type{first}) {
			t.Errorf("on the same block: %x", got)
		}
		s.put(2, hard)
		if got := types(frames(t, v.Notify(nil))); !slices.Equal(got, []stratum.Type{first, stratum.TypeSetNewPrevHash}) {
			t.Errorf("on another block: %x", got)
		}
		_, pushes, _ = tell(t, v, &stratum.UpdateChannel{Channel: ch.Channel, Hashrate: 1 << 20, MaxTarget: everything})
		var target stratum.SetTarget
		if !slices.Equal(types(pushes), []stratum.Type{stratum.TypeSetTarget, first}) ||
			target.Parse(pushes[0].Payload) != nil || target.Target != targetOf(22) { // 2^20 x 5 s: 22.3
			t.Errorf("%x, %x", types(pushes), target.Target)
		}
		answers, _, _ = tell(t, v, &stratum.UpdateChannel{Channel: 99, MaxTarget: everything})
		if len(answers) != 1 || answers[0].Type != stratum.TypeUpdateChannelError {
			t.Errorf("%+v", answers)
		}
		tell(t, v, &stratum.Reason{Kind: stratum.TypeCloseChannel, Channel: ch.Channel, Code: "bye"})
		if v.Ready() || len(v.Notify(nil)) > 0 {
			t.Error("a closed channel gets work")
		}
	}
}

func TestNoDeclaration(t *testing.T) {
	v := connected(t, begin(t), 0)
	h := v.Frame(stratum.Frame{Type: stratum.TypeSetCustomMiningJob, Payload: []byte{2, 0, 0, 0, 5, 0, 0, 0, 1, 2, 3}}, now)
	want := stratum.AppendMessage(nil, &stratum.CustomJobError{Channel: 2, Request: 5, Code: stratum.NoJobDeclaration})
	if string(h.Answer) != string(want) {
		t.Errorf("%x", h.Answer)
	}
}
