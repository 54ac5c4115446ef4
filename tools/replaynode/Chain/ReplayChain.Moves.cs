using CoretimeDesk.ReplayNode.Blocks;

namespace CoretimeDesk.ReplayNode.Chain;

/// <summary>The orders that move the chain's heads.</summary>
internal sealed partial class ReplayChain
{
    private uint _toldSpecVersion;
    private int _forks;

    /// <summary>Imports blocks, one after the other, until the recording ends.</summary>
    /// <returns>How many there were.</returns>
    public ulong Advance(ulong blocks)
    {
        lock (_gate)
        {
            ulong done = 0;
            for (; done < blocks && _best < Last; done++)
            {
                var next = At(_best + 1);
                _best++;
                Import(next);
                _listener.Announce(HeadKind.New, next);
                TellRuntime();
                MoveFinality();
            }

            return done;
        }
    }

    /// <summary>Changes how finality follows; it moves at once if it now can.</summary>
    public void SetFinality(Func<Finality, Finality> change)
    {
        lock (_gate)
        {
            _settings.Finality = change(_settings.Finality);
            MoveFinality();
        }
    }

    /// <summary>Makes a block of the best chain final, also while finality is stalled.</summary>
    /// <exception cref="OrderException">It is final already, or not there yet.</exception>
    public void FinalizeAt(ulong height)
    {
        lock (_gate)
        {
            if (height < _finalized || height > _best)
            {
                throw new OrderException("height", $"is {height}, and should be from {_finalized} (final already) to {_best} (the best block); revert moves finality backwards");
            }

            Finalize(height);
        }
    }

    /// <summary>From this height on the chain is another one. Above the best block nothing shows before it comes; at or below the finalized one, history changes.</summary>
    /// <param name="height">Height of the first block that differs.</param>
    /// <param name="recorded">Take the sibling that was recorded, where there is one.</param>
    /// <param name="withEvents">Whether a sibling that is made up has the body and events of the original.</param>
    /// <param name="forget">The blocks that are replaced are unknown from now on.</param>
    /// <exception cref="OrderException">There is no such height.</exception>
    public ReplayBlock Fork(ulong height, bool recorded, bool withEvents, bool forget)
    {
        lock (_gate)
        {
            Require("height", height);
            if (forget)
            {
                for (var h = height; h <= _best; h++)
                {
                    _forgotten.Add(At(h).Hash);
                }
            }

            var below = height == 0 ? null : BranchAt(height - 1);
            var sibling = recorded && below is null && _source.SiblingAt(height) is { } found ? found : At(height).Sibling($"replay fork {++_forks}", withEvents);
            if (below is not null && below.From == height)
            {
                below = below.Below;
            }

            _branch = new(_source, sibling, below);
            _branches.Add(_branch);
            ShowFrom(height);
            return sibling;
        }
    }

    /// <summary>Back to the recorded chain.</summary>
    public void Heal()
    {
        lock (_gate)
        {
            if (_branch is null)
            {
                return;
            }

            var lowest = _branch.From;
            for (var below = _branch.Below; below is not null; below = below.Below)
            {
                lowest = below.From;
            }

            _branch = null;
            ShowFrom(lowest);
        }
    }

    /// <summary>The node falls back: both heads, the finalized one too, which a chain never does.</summary>
    /// <exception cref="OrderException">There is no such height yet.</exception>
    public void Revert(ulong height)
    {
        lock (_gate)
        {
            if (height < First || height > _best)
            {
                throw new OrderException("toHeight", $"is {height}, and should be from {First} (the first block) to {_best} (the best block)");
            }

            (_best, _finalized) = (height, height);
            _listener.Announce(HeadKind.New, At(_best));
            _listener.Announce(HeadKind.Finalized, At(_finalized));
            TellRuntime();
        }
    }

    /// <summary>As it was at the start. Nothing is announced.</summary>
    public void Rewind()
    {
        lock (_gate)
        {
            _settings = new(_recordedRuntimes, _lag);
            (_branch, _forks) = (null, 0);
            _branches.Clear();
            _forgotten.Clear();
            _best = _start;
            _seenRecorded = _start;
            _finalized = _start - First > _lag ? _start - _lag : First;
            _toldSpecVersion = _settings.Runtimes.InStateAfter(_best).SpecVersion;
        }
    }

    private void ShowFrom(ulong height)
    {
        if (height > _best)
        {
            return;
        }

        for (var h = height; h <= _best; h++)
        {
            Import(At(h));
        }

        _listener.Announce(HeadKind.New, At(_best));
        if (height <= _finalized)
        {
            _listener.Announce(HeadKind.Finalized, At(_finalized));
        }
    }

    // A block is announced to followers of all heads when it comes in, and never again.
    private void Import(ReplayBlock block)
    {
        bool isNew;
        if (BranchAt(block.Number) is { } branch)
        {
            isNew = block.Number > branch.Seen;
            branch.Seen = Math.Max(branch.Seen, block.Number);
        }
        else
        {
            isNew = block.Number > _seenRecorded;
            _seenRecorded = Math.Max(_seenRecorded, block.Number);
        }

        if (isNew)
        {
            _listener.Announce(HeadKind.All, block);
        }
    }

    private void MoveFinality()
    {
        var (lag, isStalled, batch) = _settings.Finality;
        if (!isStalled && _best >= lag && _best - lag > _finalized && _best - lag - _finalized >= batch)
        {
            Finalize(_best - lag);
        }
    }

    private void Finalize(ulong height)
    {
        _finalized = height;
        _listener.Announce(HeadKind.Finalized, At(height));
    }

    private void TellRuntime()
    {
        var runtime = _settings.Runtimes.InStateAfter(_best);
        if (runtime.SpecVersion != _toldSpecVersion)
        {
            _toldSpecVersion = runtime.SpecVersion;
            _listener.AnnounceRuntime(runtime);
        }
    }

    private void Require(string field, ulong height)
    {
        if (height < First || height > Last)
        {
            throw new OrderException(field, $"is {height}, and should be from {First} (the first block) to {Last} (the last one)");
        }
    }
}
