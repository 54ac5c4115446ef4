using System.Buffers.Binary;
using CoretimeDesk.ReplayNode.Blocks;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Chain;

/// <summary>The orders that change what is told of blocks.</summary>
internal sealed partial class ReplayChain
{
    /// <summary>State below a height is gone.</summary>
    public void Prune(ulong below, bool bodies)
    {
        lock (_gate)
        {
            _settings.Pruned = new(below, bodies);
        }
    }

    /// <summary>The node does not know the block of that height, or knows it again.</summary>
    public void SetMissing(ulong height, bool isMissing)
    {
        lock (_gate)
        {
            Require("height", height);
            if (isMissing)
            {
                _settings.Missing.Add(height);
            }
            else
            {
                _settings.Missing.Remove(height);
            }
        }
    }

    /// <summary>Other events are told of the block of that height: these, or where none are given those of a neighbour.</summary>
    /// <returns>They.</returns>
    public byte[] Disagree(ulong height, byte[]? events)
    {
        lock (_gate)
        {
            Require("eventsAt", height);
            var right = At(height).Events ?? [];
            events ??= Neighbours(height).Select(h => _source.At(h).Events)
                .FirstOrDefault(e => e is not null && !e.AsSpan().SequenceEqual(right));
            return _settings.OtherEvents[height] = events ?? [0];
        }
    }

    /// <summary>The right events are told again.</summary>
    public void Agree(ulong height)
    {
        lock (_gate)
        {
            _settings.OtherEvents.Remove(height);
        }
    }

    /// <summary>An account holds so much in the state after every block: recordings know the market, and nobody's balance.</summary>
    public void Fund(byte[] account, UInt128 planck)
    {
        lock (_gate)
        {
            _settings.Added[Hex.Encode(RuntimeAfter(Best).Parsed.Storage("System", "Account").Key(account))] = Holding(planck);
        }
    }

    // Nonce, consumers, providers, sufficients; free, reserved, frozen, flags, of which the highest bit says that balances are kept in the new way.
    private static byte[] Holding(UInt128 planck)
    {
        var info = new byte[80];
        info[8] = 1;
        BinaryPrimitives.WriteUInt128LittleEndian(info.AsSpan(16), planck);
        info[^1] = 0x80;
        return info;
    }

    /// <summary>The block of that height brings new code: it is in the block's state, and executes the next block.</summary>
    public void Upgrade(ulong height, uint specVersion, byte[]? metadata)
    {
        lock (_gate)
        {
            Require("atHeight", height);
            var runtime = metadata is not null ? ServedRuntime.Of(metadata, specVersion, height + 1) : _settings.Runtimes.InStateAfter(height).As(specVersion, height + 1);
            _settings.Runtimes = _settings.Runtimes.With(runtime);
            _settings.Upgrades[height] = specVersion;
            TellRuntime();
        }
    }

    private IEnumerable<ulong> Neighbours(ulong height)
    {
        if (height > First)
        {
            yield return height - 1;
        }

        if (height < Last)
        {
            yield return height + 1;
        }
    }
}
