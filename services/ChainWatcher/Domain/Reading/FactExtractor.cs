using CoretimeDesk.ChainWatcher.Calls;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>
/// Turns finalised blocks into facts, in two steps: <see cref="Scan"/> reads the events and says what else must be read, <see cref="Extract"/> makes the facts.
/// It is made once per runtime version, with that runtime's metadata, and finds events by name. It reads no clock and no network: the same block gives
/// the same facts. Safe for any number of threads.
/// </summary>
public sealed class FactExtractor
{
    private readonly AccountBalances _balances;
    private readonly BlockClock _clock;
    private readonly ConfigurationWatch _configuration;
    private readonly EventFilter _plain;
    private readonly EventFilter _withTransfers;
    private readonly StorageRead _events;

    /// <summary>A reader of the blocks that this runtime executed.</summary>
    /// <exception cref="FactException">The runtime is of no such chain.</exception>
    public FactExtractor(ChainProfile profile, Runtime runtime)
    {
        (Profile, Runtime, Book) = (profile, runtime, new(runtime));
        profile.Sale.Declare(Book);
        profile.Orders.Declare(Book);
        CoreFacts.Declare(Book);
        SharedFacts.Declare(Book);
        if (profile.Chain.Kind == ChainKind.Coretime && !Book.Has(profile.Sale.Pallet))
        {
            throw new FactException(FactFault.WrongRuntime, default, $"the runtime {runtime.Identity?.SpecName} has no pallet {profile.Sale.Pallet}: {profile.Chain.Name} is no Coretime chain that this version knows");
        }

        _balances = new(runtime);
        _clock = new(profile, runtime);
        _configuration = new(profile.Sale, runtime);
        _plain = runtime.Events.Filter(e => Wants(e) && !IsTransfer(e));
        _withTransfers = runtime.Events.Filter(Wants);
        _events = StorageRead.Of(runtime.Storage(SharedFacts.SystemPallet, "Events").Prefix, StorageSide.Block);
        EveryBlock = [_events, .. _clock.Reads, .. _configuration.Reads];
    }

    /// <summary>The chain.</summary>
    public ChainProfile Profile { get; }

    /// <summary>The runtime whose blocks it reads.</summary>
    public Runtime Runtime { get; }

    /// <summary>What is read of every block, in one request each for the block and its parent; the parent's are those of the block before.</summary>
    public IReadOnlyList<StorageRead> EveryBlock { get; }

    internal FactBook Book { get; }

    /// <summary>Reads a block's events and says what else its facts need.</summary>
    /// <param name="head">The block, and the version of the runtime that executed it.</param>
    /// <param name="storage">The values of <see cref="EveryBlock"/>. The events are indispensable; the others are taken from the body where they were not read.</param>
    /// <param name="watch">What is wanted besides facts of coretime.</param>
    /// <exception cref="FactException">The block cannot be read.</exception>
    public BlockScan Scan(BlockHead head, StorageValues storage, WatchList watch)
    {
        if (Runtime.Identity is { } identity && identity.SpecVersion != head.SpecVersion)
        {
            throw new FactException(FactFault.WrongRuntime, head.Block, $"version {head.SpecVersion} of the runtime executed it, and the metadata is of version {identity.SpecVersion}");
        }

        if (!storage.TryGet(_events, out var bytes))
        {
            throw new FactException(FactFault.MissingInput, head.Block, "its events were not read");
        }

        var events = Decode(head.Block, bytes, watch);
        return Guard(head.Block, () => new BlockScan(head, events, BlockOutline.Check(head.Block, events), storage, watch, NeedsOf(head.Block, events, storage, watch)));
    }

    /// <summary>Makes the facts of a block.</summary>
    /// <param name="scan">The block, read by this extractor.</param>
    /// <param name="extrinsics">Its extrinsics as <c>chain_getBlock</c> gives them, or null when <see cref="BlockNeeds.Body"/> says that they are not needed.</param>
    /// <param name="further">The values of <see cref="BlockNeeds.Storage"/>.</param>
    /// <param name="opening">Of the accounts that are watched with their balance, those that the chain has told of never yet: they are told of whether the block changed them or not. Null for none.</param>
    /// <exception cref="FactException">The block cannot be read.</exception>
    public BlockFacts Extract(BlockScan scan, IReadOnlyList<ReadOnlyMemory<byte>>? extrinsics, StorageValues further, IReadOnlySet<AccountId32>? opening = null)
    {
        var block = scan.Head.Block;
        if (extrinsics is null && scan.Needs.Body)
        {
            throw new FactException(FactFault.MissingInput, block, "its extrinsics were not read");
        }

        if (extrinsics is not null && extrinsics.Count != scan.Extrinsics)
        {
            throw new FactException(FactFault.Inconsistent, block, $"its events are those of {scan.Extrinsics} extrinsics, and it has {extrinsics.Count}");
        }

        if (scan.Needs.Storage.FirstOrDefault(r => !further.TryGet(r, out _)) is { Key: { } key } missing)
        {
            throw new FactException(FactFault.MissingInput, block, $"storage {key} was not read {(missing.Side == StorageSide.Parent ? "before" : "after")} it");
        }

        return Guard(block, () => Make(scan, new(Runtime, scan, extrinsics), scan.Storage.And(further), opening));
    }

    private static T Guard<T>(BlockRef block, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ScaleException e)
        {
            throw new FactException(FactFault.Undecodable, block, $"a stored value: {e.Message}", null, e);
        }
        catch (Exception e) when (e is ScaleBindException or KeyNotFoundException or InvalidOperationException or OverflowException)
        {
            // A field of an event, a call or a stored value is gone, or of another kind.
            throw new FactException(FactFault.UnknownShape, block, e.Message, null, e);
        }
    }

    private BlockNeeds NeedsOf(BlockRef block, EventRecord[] events, StorageValues storage, WatchList watch)
    {
        var body = _clock.NeedsBody(storage) || _configuration.NeedsBody(block, storage, events);
        var reads = _balances.Reads(block, watch).ToList();
        foreach (var record in events)
        {
            Book.ThrowIfUnfit(block, record);
            body |= record.ExtrinsicIndex is not null && NeedsCall(record, watch);
            if (Book.Wants(record.Event))
            {
                reads.AddRange(Profile.Sale.Reads(Runtime, record));
                reads.AddRange(Profile.Orders.Reads(Runtime, record));
            }
        }

        return new(body, [.. reads.Distinct()]);
    }

    private BlockFacts Make(BlockScan scan, BlockBody body, StorageValues storage, IReadOnlySet<AccountId32>? opening)
    {
        var (at, relay) = _clock.Read(scan.Head.Block, storage, body);
        var origins = new FactOrigins(Profile, scan.Head.Block, at, relay);
        var facts = new List<ChainFact>();
        var unread = 0;
        foreach (var record in scan.Events)
        {
            var part = body.Find(record.ExtrinsicIndex);
            if (Book.Wants(record.Event))
            {
                var node = part?.Trace.Of(record.Index) is { } found && CanEmit(found.Call, record.Event) ? found : null;
                var context = new FactContext(Runtime, scan.Watch, origins.Of(record, part, node), node?.Call, storage, part?.Remarks ?? []);
                if (Book.Read(record, context) is { } fact)
                {
                    facts.Add(fact);
                }

                unread += context.IsRemarkUnread ? 1 : 0;
            }
            else if (part is not null && scan.Watch.WantsRemarks && ReportedResult.FailureOf(record) is var (scope, _)
                && DeskRemarks(part, scan.Watch) is { Count: > 0 } remarks)
            {
                var node = scope == FailureScope.Extrinsic ? part.Root : part.Trace.Of(record.Index);
                var context = new FactContext(Runtime, scan.Watch, origins.Of(record, part, node), node?.Call, storage, []);
                facts.Add(SharedFacts.Failure(record, context, remarks)!);
            }
        }

        if (_configuration.Find(scan, body, storage, origins) is { } changed)
        {
            facts.Add(changed);
        }

        var settled = OrderPayments.Settle(facts, Profile.Orders.Credits(Runtime), storage);
        var held = _balances.Find(scan, storage, origins, opening);
        return new(scan.Head, at, relay, relay / Profile.TimesliceBlocks, held.Count == 0 ? settled : [.. settled, .. held], unread);
    }

    /// <summary>
    /// Hooks that run between the inherents and the first transaction have that transaction's phase, and messages of other chains may come in them. So a fact of
    /// coretime is laid at the door of no call but one of a pallet that has such facts.
    /// </summary>
    private bool CanEmit(CallView call, EventShape shape) => IsShared(shape.Pallet) || (Book.Has(call.Pallet) && !IsShared(call.Pallet));

    private static bool IsShared(string pallet) => pallet is SharedFacts.SystemPallet or SharedFacts.BalancesPallet;

    private static Listed<DeskRemark> DeskRemarks(BlockBody.Part part, WatchList watch) =>
        Listed.From(part.Remarks.Select(r => watch.Read(SharedFacts.BytesOf(r))).OfType<DeskRemark>());

    private EventRecord[] Decode(BlockRef block, byte[]? bytes, WatchList watch)
    {
        try
        {
            return Runtime.Events.Decode(bytes ?? [], watch.WantsTransfers ? _withTransfers : _plain);
        }
        catch (Exception e) when (e is ScaleException or OverflowException)
        {
            throw new FactException(FactFault.Undecodable, block, e.Message, null, e);
        }
    }

    private bool Wants(EventShape shape) => Book.Wants(shape) || ReportedResult.Is(shape) || BlockOutline.IsOutcome(shape);

    private static bool IsTransfer(EventShape shape) => shape is { Pallet: SharedFacts.BalancesPallet, Name: "Transfer" };

    /// <summary>The extrinsic is needed for whatever is a fact, and for failures only when there may be a tag beside them.</summary>
    private bool NeedsCall(in EventRecord record, WatchList watch) =>
        record.Is(SharedFacts.SystemPallet, "Remarked") ? watch.WantsRemarks
        : IsTransfer(record.Event) ? IsTouched(record, watch)
        : Book.Wants(record.Event) || (watch.WantsRemarks && ReportedResult.FailureOf(record) is not null);

    private static bool IsTouched(in EventRecord record, WatchList watch) =>
        watch.Touches(AccountId32.FromBytes(record["from"].AsBytes()), AccountId32.FromBytes(record["to"].AsBytes()));
}
