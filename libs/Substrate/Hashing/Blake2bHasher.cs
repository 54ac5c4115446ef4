using System.Security.Cryptography;

namespace CoretimeDesk.Substrate;

/// <summary>BLAKE2b of data that comes in pieces. One hash per instance; not safe for several threads.</summary>
public sealed class Blake2bHasher
{
    private readonly ulong[] _state = new ulong[Blake2bCompression.StateWords];
    private readonly byte[] _block = new byte[Blake2bCompression.BlockBytes];
    private int _buffered;
    private ulong _compressed;
    private bool _finished;

    /// <summary>Begins a hash.</summary>
    /// <param name="digestBytes">1 to 64.</param>
    /// <param name="key">Up to 64 bytes; empty for a plain hash.</param>
    /// <exception cref="ArgumentException">The digest or the key has an impossible length.</exception>
    public Blake2bHasher(int digestBytes, ReadOnlySpan<byte> key = default)
    {
        Blake2b.Begin(_state, digestBytes, key);
        DigestBytes = digestBytes;
        if (!key.IsEmpty)
        {
            Blake2b.PadInto(_block, key);
            _buffered = Blake2bCompression.BlockBytes;
        }
    }

    /// <summary>The length of the digest, in bytes.</summary>
    public int DigestBytes { get; }

    /// <summary>Adds the next piece, of any length.</summary>
    /// <exception cref="InvalidOperationException">The hash was already taken.</exception>
    public void Append(ReadOnlySpan<byte> data)
    {
        ThrowIfFinished();
        while (!data.IsEmpty)
        {
            // A full block waits until another byte shows that it is not the last.
            if (_buffered == Blake2bCompression.BlockBytes)
            {
                _compressed += Blake2bCompression.BlockBytes;
                Blake2bCompression.Compress(_state, _block, _compressed, last: false);
                _buffered = 0;
            }

            var taken = Math.Min(data.Length, Blake2bCompression.BlockBytes - _buffered);
            data[..taken].CopyTo(_block.AsSpan(_buffered));
            _buffered += taken;
            data = data[taken..];
        }
    }

    /// <summary>Writes the digest and forgets the data. Once.</summary>
    /// <exception cref="ArgumentException">The destination is not exactly <see cref="DigestBytes"/> long.</exception>
    /// <exception cref="InvalidOperationException">The hash was already taken.</exception>
    public void Finish(Span<byte> destination)
    {
        ThrowIfFinished();
        if (destination.Length != DigestBytes)
        {
            throw new ArgumentException($"The digest takes {DigestBytes} bytes, the destination has {destination.Length}.", nameof(destination));
        }

        _finished = true;
        _block.AsSpan(_buffered).Clear();
        Blake2bCompression.Compress(_state, _block, _compressed + (ulong)_buffered, last: true);
        CryptographicOperations.ZeroMemory(_block);
        Blake2b.Write(_state, destination);
    }

    private void ThrowIfFinished()
    {
        if (_finished)
        {
            throw new InvalidOperationException("This hash was already taken; begin another.");
        }
    }
}
