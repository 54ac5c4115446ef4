using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>
/// What watched accounts hold, from the storage before and after a block. No event is asked: fees, deposits, slashes and hooks move balances in ways that no list of events
/// would ever be complete for.
/// </summary>
internal sealed class AccountBalances(Runtime runtime)
{
    private const string Entry = "Account";

    private readonly StorageItem? _item = runtime.Metadata.Pallet(SharedFacts.SystemPallet)?.Storage.Any(s => s.Name == Entry) == true
        ? runtime.Storage(SharedFacts.SystemPallet, Entry)
        : null;

    /// <summary>The accounts' entries before and after a block: two for each.</summary>
    /// <exception cref="FactException">The runtime keeps balances elsewhere.</exception>
    public IEnumerable<StorageRead> Reads(BlockRef block, WatchList watch)
    {
        if (watch.Balances.Count > 0 && _item is not { KeyParts: 1 })
        {
            throw new FactException(FactFault.UnknownShape, block, $"the runtime stores no {SharedFacts.SystemPallet}.{Entry} by account, and {watch.Balances.Count} accounts are watched with their balance");
        }

        return watch.Balances.SelectMany(Keys);
    }

    /// <summary>The accounts that the block changed, and those that are to be told of in any case.</summary>
    public IReadOnlyList<ChainFact> Find(BlockScan scan, StorageValues storage, FactOrigins origins, IReadOnlySet<AccountId32>? opening)
    {
        var facts = new List<ChainFact>();
        foreach (var account in scan.Watch.Balances)
        {
            var (before, after) = Keys(account) is [var parent, var block] && storage.TryGet(parent, out var old) && storage.TryGet(block, out var now)
                ? (Of(old), Of(now))
                : throw new FactException(FactFault.MissingInput, scan.Head.Block, $"what account {account} holds was not read");
            var isOpening = opening?.Contains(account) == true;
            if (isOpening || before != after)
            {
                var origin = origins.OfStorage();
                TokenAmount Amount(UInt128 planck) => new(planck, origin.Chain.Token);
                facts.Add(new ChainFact.BalanceSeen(origin, account, Amount(after.Free), Amount(after.Reserved), Amount(after.Frozen), isOpening ? null : Amount(before.Free)));
            }
        }

        return facts;
    }

    private StorageRead[] Keys(AccountId32 account)
    {
        var key = Hex.Encode(_item!.Key(account.ToArray()));
        return [new(key, StorageSide.Parent), new(key, StorageSide.Block)];
    }

    /// <summary>An account without an entry holds nothing.</summary>
    private Holding Of(byte[]? value)
    {
        if (_item!.DecodeOrDefault(value) is not { } info)
        {
            return default;
        }

        // Until 2023 runtimes kept locks on transfers and on fees apart; what is frozen for anything is the larger of them.
        var data = info["data"];
        var frozen = data.TryField("frozen", out var one) ? one.AsUInt128() : UInt128.Max(data["misc_frozen"].AsUInt128(), data["fee_frozen"].AsUInt128());
        return new(data["free"].AsUInt128(), data["reserved"].AsUInt128(), frozen);
    }

    private readonly record struct Holding(UInt128 Free, UInt128 Reserved, UInt128 Frozen);
}
