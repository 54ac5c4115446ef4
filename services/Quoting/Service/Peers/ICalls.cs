namespace CoretimeDesk.Quoting.Peers;

/// <summary>A call for a wallet, and the runtime that it was encoded for.</summary>
public sealed record EncodedCall(
    string CallData, string CallHash, string Json, string SpecName, uint SpecVersion, string Chain, string GenesisHash, uint BlockNumber, string BlockHash, string WalletLink);

/// <summary>Encodes calls with the metadata of the runtime that a chain runs now. Nothing is signed or sent.</summary>
public interface ICalls
{
    /// <summary>One batch, all of it or nothing: a remark with the desk's tag, and the calls.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="remark">What stands behind the tag, 0x hex.</param>
    /// <param name="calls">JSON objects with pallet, call and args.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="RefusedException">The watcher refuses, in its own words: SOURCE_AWAY, WRONG_CHAIN.</exception>
    Task<EncodedCall> EncodeAsync(string chain, string remark, IReadOnlyList<string> calls, CancellationToken stop);
}
