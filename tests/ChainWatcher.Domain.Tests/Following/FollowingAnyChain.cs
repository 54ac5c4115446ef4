using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Tests.Following;

/// <summary>Random nodes: they skip and repeat heads, answer in any order, drop connections, lag behind after that, and some change the chain under the follower.</summary>
public sealed class FollowingAnyChain
{
    private const int Runs = 300;

    [Fact]
    public void Commits_every_block_once_and_in_order()
    {
        for (var seed = 1; seed <= Runs; seed++)
        {
            var node = new RandomNode(seed, forkAt: null);
            node.Run();
            Assert.True(node.Follower.Stopped is null, $"seed {seed}: {node.Follower.Stopped}");
            Assert.True(node.Commits.SequenceEqual(Enumerable.Range(1, node.Length).Select(n => (uint)n)), $"seed {seed}: {string.Join(' ', node.Commits)}");
            Assert.True(node.PeakKept <= 2 * node.Window + 2, $"seed {seed}: {node.PeakKept} headers were kept with a window of {node.Window}");
        }
    }

    [Fact]
    public void Commits_one_chain_only_and_stops_when_the_node_shows_another()
    {
        var stops = 0;
        for (var seed = 1; seed <= Runs; seed++)
        {
            var node = new RandomNode(seed, forkAt: 1 + seed % 20); // Every commit is checked to be the last one's child.
            node.Run();
            Assert.True(node.Commits.SequenceEqual(Enumerable.Range(1, node.Commits.Count).Select(n => (uint)n)), $"seed {seed}: {string.Join(' ', node.Commits)}");
            Assert.True(node.Follower.Stopped is null or { Reason: StopReason.NotDescendant or StopReason.WrongAnswer }, $"seed {seed}: {node.Follower.Stopped}");
            Assert.True(node.Follower.Stopped is not null || !node.IsContradicted, $"seed {seed}: went on above {string.Join(' ', node.Commits)}");
            stops += node.Follower.Stopped is null ? 0 : 1;
        }

        Assert.InRange(stops, Runs / 6, Runs - 1);
    }

    /// <summary>A node and the follower that it serves. From some moment on it shows another chain, which differs above a height.</summary>
    private sealed class RandomNode
    {
        private readonly Random _random;
        private readonly int? _forkAt;
        private readonly List<FollowerAction> _pending = [];
        private readonly Queue<FollowerAction.Commit> _committing = [];
        private readonly Dictionary<uint, BlockRef> _committed = [];
        private HeaderRef? _last;
        private bool _isForked;
        private uint _head;

        public RandomNode(int seed, int? forkAt)
        {
            _random = new(seed);
            _forkAt = forkAt;
            (Length, Window) = (_random.Next(25, 60), _random.Next(1, 12));
            Follower = FollowerState.Begin(new StartPoint.After(Block(0, fork: false)), Window);
        }

        public int Length { get; }

        public int Window { get; }

        public FollowerState Follower { get; private set; }

        public List<uint> Commits { get; } = [];

        public int PeakKept { get; private set; }

        /// <summary>True when the node has another chain than the one that was committed.</summary>
        public bool IsContradicted { get; private set; }

        public void Run()
        {
            for (var step = 0; step < 5_000 && Follower.Stopped is null && (Commits.Count < Length || IsContradicted); step++)
            {
                Step();
            }
        }

        private void Step()
        {
            switch (_random.Next(10))
            {
                case 0 or 1 when _head < Length:
                    _head = (uint)Math.Min(Length, _head + _random.Next(1, 7));
                    Fork(_random.Next(3) == 0);
                    Tell(new FollowerInput.HeadFinalized(Header(_head)));
                    break;
                case 2 when _head > 0:
                    Fork(_head == Length);
                    Tell(new FollowerInput.HeadFinalized(Header(_head)));
                    break;
                case 3 when _random.Next(4) == 0:
                    Connect();
                    break;
                case < 8 when _pending.Count > 0:
                    var answer = _pending[_random.Next(_pending.Count)];
                    _pending.Remove(answer);
                    Tell(answer switch
                    {
                        FollowerAction.FetchHeader ask => new FollowerInput.HeaderFetched(ask.Block.Number, Header(ask.Block.Number)),
                        FollowerAction.FetchHeaderAt at => new FollowerInput.HeaderFetched(at.Number, Header(at.Number)),
                        FollowerAction.FetchBlock get => new FollowerInput.BlockFetched(get.Header.Block),
                        _ => throw new ArgumentException($"{answer}"),
                    });
                    break;
                default:
                    if (_committing.TryDequeue(out var commit))
                    {
                        Assert.Equal(_last?.Hash ?? Block(0, fork: false).Hash, commit.Header.Parent);
                        _last = commit.Header;
                        Commits.Add(commit.Header.Number);
                        _committed.Add(commit.Header.Number, commit.Header.Block);
                        Tell(new FollowerInput.Committed(commit.Header.Block));
                    }

                    break;
            }
        }

        /// <summary>Another connection: the follower begins again behind its last commit, and the node may lag for a while.</summary>
        private void Connect()
        {
            _pending.Clear();
            _committing.Clear();
            var recent = Commits.SkipLast(1).Where(_ => _random.Next(2) == 0).Select(n => _committed[n]).ToList();
            Follower = FollowerState.Begin(new StartPoint.After(_last?.Block ?? Block(0, fork: false), recent), Window);
            for (var lagging = Commits.Count - _random.Next(5); lagging > 0 && lagging < Commits.Count && Follower.Stopped is null; lagging++)
            {
                Tell(new FollowerInput.HeadFinalized(Header((uint)lagging)));
                Assert.Empty(_pending);
            }

            if (_head > 0 && _head >= Commits.Count && Follower.Stopped is null)
            {
                Tell(new FollowerInput.HeadFinalized(Header(_head)));
            }
        }

        private void Fork(bool isTime)
        {
            if (isTime && !_isForked && _forkAt <= _head)
            {
                _isForked = true;
                IsContradicted = Commits.Count >= _forkAt;
            }
        }

        private void Tell(FollowerInput input)
        {
            (Follower, var actions) = ChainWatcher.Follower.Next(Follower, input);
            foreach (var action in actions)
            {
                if (action is FollowerAction.Commit commit)
                {
                    _committing.Enqueue(commit);
                }
                else if (action is not FollowerAction.Stop)
                {
                    _pending.Add(action);
                }
            }

            Assert.True(_committing.Count <= 1, "two blocks are committed at once");
            PeakKept = Math.Max(PeakKept, Follower.Line.Count + Follower.Loose.Count);
        }

        private HeaderRef Header(uint number) => new(Block(number, IsForked(number)), Block(number - 1, IsForked(number - 1)).Hash);

        private bool IsForked(uint number) => _isForked && number >= _forkAt;

        private static BlockRef Block(uint number, bool fork) => new(number, Blake2b.Hash256([(byte)number, fork ? (byte)1 : (byte)0]));
    }
}
