using System.Buffers.Binary;

namespace CoretimeDesk.Substrate;

/// <summary>A Merlin transcript (merlin.cool) over STROBE-128: what an sr25519 signature is a signature of.</summary>
/// <remarks>Only the three operations that Merlin uses: meta-data, data, and pseudo-random output.</remarks>
internal sealed class MerlinTranscript
{
    private const int Rate = 166;
    private const byte Inbound = 1;
    private const byte Application = 2;
    private const byte Cipher = 4;
    private const byte Meta = 16;

    private readonly byte[] _state = new byte[Keccak.StateBytes];
    private byte _position;
    private byte _begin;

    public MerlinTranscript(ReadOnlySpan<byte> label)
    {
        ReadOnlySpan<byte> head = [1, Rate + 2, 1, 0, 1, 96];
        head.CopyTo(_state);
        "STROBEv1.0.2"u8.CopyTo(_state.AsSpan(head.Length));
        Keccak.Permute(_state);
        Begin(Meta | Application);
        Absorb("Merlin v1.0"u8);
        Append("dom-sep"u8, label);
    }

    /// <summary>Adds a labelled message.</summary>
    public void Append(ReadOnlySpan<byte> label, ReadOnlySpan<byte> message)
    {
        Label(label, message.Length);
        Begin(Application);
        Absorb(message);
    }

    /// <summary>Fills the destination with bytes that depend on everything appended so far.</summary>
    public void Challenge(ReadOnlySpan<byte> label, Span<byte> destination)
    {
        Label(label, destination.Length);
        Begin(Inbound | Application | Cipher);
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = _state[_position];
            _state[_position] = 0;
            Advance();
        }
    }

    private void Label(ReadOnlySpan<byte> label, int length)
    {
        Begin(Meta | Application);
        Absorb(label);

        // The length goes on with the same operation.
        Span<byte> size = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)length);
        Absorb(size);
    }

    private void Begin(byte flags)
    {
        var before = _begin;
        _begin = (byte)(_position + 1);
        Absorb([before, flags]);
        if ((flags & Cipher) != 0 && _position != 0)
        {
            Run();
        }
    }

    private void Absorb(ReadOnlySpan<byte> data)
    {
        foreach (var b in data)
        {
            _state[_position] ^= b;
            Advance();
        }
    }

    private void Advance()
    {
        if (++_position == Rate)
        {
            Run();
        }
    }

    private void Run()
    {
        _state[_position] ^= _begin;
        _state[_position + 1] ^= 0x04;
        _state[Rate + 1] ^= 0x80;
        Keccak.Permute(_state);
        (_position, _begin) = (0, 0);
    }
}
