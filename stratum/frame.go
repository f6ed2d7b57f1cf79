package stratum

import (
	"encoding/binary"
	"math"
)

// Frame is one message of V2 as it travels, taken apart in place.
type Frame struct {
	Extension uint16 // without the bit that marks messages of a channel
	Channel   bool   // the message is of a channel, whose number it begins with
	Type      Type
	Payload   []byte
}

// FrameHead is the length of a frame's head: extension, type, length of the payload.
const FrameHead = 6

// MaxPayload bounds what a frame may hold here: the longest that a client sends is 0.5 KB, the longest of
// ours 1.5 KB, and ESP-Miner reads no more than 8 KB at once.
const MaxPayload = 8192 - FrameHead

// channelBit marks messages of a channel in a frame's extension.
const channelBit = 0x8000

// ParseHead reads a frame's head; the payload of so many bytes follows.
func ParseHead(head [FrameHead]byte) (f Frame, length int) {
	extension := binary.LittleEndian.Uint16(head[:])
	f = Frame{Extension: extension &^ channelBit, Channel: extension&channelBit != 0, Type: Type(head[2])}
	return f, int(head[3]) | int(head[4])<<8 | int(head[5])<<16
}

// encode adds the frame's head and payload to b.
func (f *Frame) encode(b []byte) []byte {
	extension := f.Extension
	if f.Channel {
		extension |= channelBit
	}
	n := len(f.Payload)
	b = binary.LittleEndian.AppendUint16(b, extension)
	b = append(b, byte(f.Type), byte(n), byte(n>>8), byte(n>>16))
	return append(b, f.Payload...)
}

// Message is one message of V2.
type Message interface {
	Type() Type
	// Append adds the payload to b.
	Append(b []byte) []byte
}

// AppendMessage adds a whole frame with m to b.
func AppendMessage(b []byte, m Message) []byte {
	at := len(b)
	var extension uint16
	if m.Type().ofChannel() {
		extension = channelBit
	}
	b = binary.LittleEndian.AppendUint16(b, extension)
	b = append(b, byte(m.Type()), 0, 0, 0)
	b = m.Append(b)
	n := len(b) - at - FrameHead
	b[at+3], b[at+4], b[at+5] = byte(n), byte(n>>8), byte(n>>16)
	return b
}

// reader takes fields from a payload. The first one that is not there makes it fail for good, so that a
// message is read field by field and asked once.
type reader struct {
	b   []byte
	err error
}

func (r *reader) take(n int) []byte {
	if r.err != nil || n > len(r.b) {
		r.fail(errShort)
		return nil
	}
	v := r.b[:n]
	r.b = r.b[n:]
	return v
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *reader) u8() uint8 {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) u16() uint16 {
	if b := r.take(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (r *reader) u32() uint32 {
	if b := r.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *reader) u64() uint64 {
	if b := r.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (r *reader) f32() float32 { return math.Float32frombits(r.u32()) }

func (r *reader) u256() (v [32]byte) {
	copy(v[:], r.take(32))
	return v
}

// short reads a length of one byte and as many bytes, at most most.
func (r *reader) short(most int) []byte {
	n := int(r.u8())
	if n > most {
		r.fail(errSize)
	}
	return r.take(n)
}

func (r *reader) text() string { return string(r.short(255)) }

// long reads a length of two bytes and as many bytes.
func (r *reader) long() []byte { return r.take(int(r.u16())) }

// option reads a value that may be missing.
func (r *reader) option() (v uint32, there bool) {
	switch r.u8() {
	case 0:
		return 0, false
	case 1:
		return r.u32(), true
	}
	r.fail(ErrSyntax)
	return 0, false
}

// done is the error of the message. Bytes left over are not one: extensions put fields behind (sv2-spec 3.4).
func (r *reader) done() error { return r.err }

func appendShort(b []byte, v []byte) []byte {
	b = append(b, byte(len(v)))
	return append(b, v...)
}

// appendText adds a text of at most 255 bytes; a longer one is cut.
func appendText(b []byte, v string) []byte {
	v = v[:min(len(v), 255)]
	b = append(b, byte(len(v)))
	return append(b, v...)
}

func appendLong(b []byte, v []byte) []byte {
	b = binary.LittleEndian.AppendUint16(b, uint16(len(v)))
	return append(b, v...)
}

func appendF32(b []byte, v float32) []byte {
	return binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
}
