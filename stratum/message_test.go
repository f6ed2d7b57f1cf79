package stratum

import (
	"bytes"
	"encoding/hex"
	"reflect"
	"testing"
)

// Messages of the template provider's own tests (sv2-tp, sv2_messages_tests.cpp) and what ESP-Miner sends.
func TestPublicMessages(t *testing.T) {
	for _, c := range []struct {
		name string
		m    Message
		want string
	}{
		{"SetupConnection.Success", &SetupSuccess{2, 3}, "020003000000"},
		{"SetupConnection.Error", &SetupError{0, VersionMismatch},
			"000000001970726f746f636f6c2d76657273696f6e2d6d69736d61746368"},
		{"SetupConnection", &SetupConnection{
			Protocol: 2, MinVersion: 2, MaxVersion: 2, Flags: 1, Host: "0.0.0.0", Port: 8545, Vendor: "Bitmain",
			Hardware: "S9i 13.5", Firmware: "braiins-os-2018-09-22-1-hash", Device: "some-device-uuid",
		}, "02 0200 0200 01000000 07302e302e302e30 6121 074269746d61696e 085339692031332e35 " +
			"1c62726169696e732d6f732d323031382d30392d32322d312d68617368 10736f6d652d6465766963652d75756964"},
		{"ESP-Miner's setup", &SetupConnection{
			MinVersion: 2, MaxVersion: 2, Host: "127.0.0.1", Port: 0xb1c7, Vendor: "bitaxe", Hardware: "BM1370",
		}, "000200020000000000093132372e302e302e31c7b10662697461786506424d313337300000"},
		{"ESP-Miner's open", &OpenChannel{
			Extended: true, Request: 1, User: "bc1qexample.w1", Hashrate: 1e12,
			MaxTarget: [32]byte(bytes.Repeat([]byte{0xff}, 32)), MinExtranonce: 2,
		}, "010000000e626331716578616d706c652e7731a5d46853ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0200"},
		{"ESP-Miner's submit", &SubmitShares{
			Extended: true, Channel: 5, Job: 42, Nonce: 0x519, Time: 0x6b0bf585, Version: 0x20000000,
			Extranonce: make([]byte, 8),
		}, "05000000000000002a0000001905000085f50b6b00000020080000000000000000"},
	} {
		if got := c.m.Append(nil); !bytes.Equal(got, unhex(t, c.want)) {
			t.Errorf("%s is %x", c.name, got)
		}
	}
	setup := make([]byte, 82)
	if got := (&Frame{Type: TypeSetupConnection,
		Payload: setup}).encode(nil); hex.EncodeToString(got[:6]) != "000000520000" {
		t.Errorf("head of 82 bytes: %x", got[:6])
	}
}

type parsed interface {
	Message
	Parse([]byte) error
}

// every is one of each message with no field empty.
func every() []parsed {
	all := [32]byte{1, 2, 31: 9}
	return []parsed{
		&SetupConnection{1, 2, 3, 4, "host", 5, "v", "h", "f", "d"}, &SetupSuccess{2, 1}, &SetupError{3, "code"},
		&OpenChannel{Extended: false, Request: 1, User: "u", Hashrate: 2.5, MaxTarget: all},
		&OpenChannel{true, 1, "u", 2.5, all, 8}, &OpenSuccess{false, 1, 2, all, 0, []byte{1, 2, 3}, 7},
		&OpenSuccess{true, 1, 2, all, 8, []byte{1, 2, 3}, 7}, &OpenError{9, UnknownUser},
		&UpdateChannel{4, 1e15, all}, &Reason{TypeCloseChannel, 3, "bye"},
		&Reason{TypeUpdateChannelError, 3, InvalidChannel}, &SetTarget{3, all},
		&NewMiningJob{1, 2, 3, false, 4, all}, &NewMiningJob{Channel: 1, Job: 2, Future: true, Version: 4, Root: all},
		&NewExtendedMiningJob{1, 2, 3, false, 4, true, [][32]byte{all, {3}}, []byte{1}, []byte{2, 3}},
		&SetNewPrevHash{1, 2, all, 3, 4}, &SubmitShares{false, 1, 2, 3, 4, 5, 6, nil},
		&SubmitShares{true, 1, 2, 3, 4, 5, 6, []byte{8, 9}}, &SubmitSuccess{1, 2, 3, 4}, &SubmitError{1, 2, Stale},
	}
}

// blank is an empty message of the same kind.
func blank(m parsed) parsed {
	out := reflect.New(reflect.TypeOf(m).Elem()).Interface().(parsed)
	switch v := m.(type) {
	case *OpenChannel:
		out.(*OpenChannel).Extended = v.Extended
	case *OpenSuccess:
		out.(*OpenSuccess).Extended = v.Extended
	case *SubmitShares:
		out.(*SubmitShares).Extended = v.Extended
	case *Reason:
		out.(*Reason).Kind = v.Kind
	}
	return out
}

// Each message comes back as it was, whole in a frame; cut anywhere it is refused, and what follows it is
// left alone.
func TestMessagesComeBack(t *testing.T) {
	for _, m := range every() {
		frame := AppendMessage(nil, m)
		f, n := ParseHead([FrameHead]byte(frame))
		if f.Type != m.Type() || n != len(frame)-FrameHead || f.Channel != m.Type().ofChannel() {
			t.Errorf("%T: head %+v of %d", m, f, n)
		}
		payload := frame[FrameHead:]
		back := blank(m)
		if err := back.Parse(append(bytes.Clone(payload), 1, 2, 3)); err != nil ||
			!reflect.DeepEqual(back, m) {
			t.Errorf("%+v came back as %+v, %v", m, back, err)
		}
		for cut := range payload {
			if err := blank(m).Parse(payload[:cut]); err == nil {
				t.Errorf("%T is read from %d of %d bytes", m, cut, len(payload))
			}
		}
	}
}

func FuzzMessage(f *testing.F) {
	for i, m := range every() {
		f.Add(i, m.Append(nil))
	}
	f.Fuzz(func(t *testing.T, kind int, b []byte) {
		all := every()
		m := blank(all[((kind%len(all))+len(all))%len(all)])
		if m.Parse(b) != nil {
			return
		}
		again := blank(m)
		if err := again.Parse(m.Append(nil)); err != nil || !same(again, m) {
			t.Fatalf("%+v came back as %+v, %v", m, again, err)
		}
	})
}

// same compares as bytes, since a hashrate may be no number.
func same(a, b parsed) bool { return bytes.Equal(a.Append(nil), b.Append(nil)) }

// FuzzCipher opens what a stranger sealed with another key, or with none.
func FuzzCipher(f *testing.F) {
	f.Add([]byte("12345678901234567890123456789012"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c := NewCipher([32]byte{1})
		if len(b) >= SealedHead {
			if _, _, err := c.OpenHead([SealedHead]byte(b[:SealedHead])); err == nil {
				t.Fatal("a forged head is opened")
			}
		}
		if plain, err := c.OpenPayload(bytes.Clone(b)); err == nil && len(plain) > 0 {
			t.Fatal("a forged payload is opened")
		}
	})
}
