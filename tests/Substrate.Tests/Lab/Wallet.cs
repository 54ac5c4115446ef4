using CoretimeDesk.ChainLab;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Substrate.Tests.Lab;

/// <summary>Sends calls to the lab as a wallet would, and reads what became of them. The lab takes one fixed signature for every account.</summary>
internal sealed class Wallet(LabChain lab, ChainRpc chain, Runtime runtime, LabNetwork network) : IAsyncDisposable
{
    private static readonly byte[] MockSignature = [1, 0xde, 0xad, 0xbe, 0xef, .. Enumerable.Repeat((byte)0xcd, 60)];

    public Runtime Runtime => runtime;

    public ChainRpc Chain => chain;

    public static async Task<Wallet> OpenAsync(LabChain lab, LabNetwork network = LabNetwork.Coretime)
    {
        var client = new RpcClient(new() { Endpoints = [network == LabNetwork.Coretime ? lab.CoretimeRaw : lab.RelayRaw] });
        var chain = new ChainRpc(client);
        return new(lab, chain, Runtime.Parse(await chain.GetMetadataAsync(await chain.GetFinalizedHeadAsync())), network);
    }

    /// <summary>Signs, sends, lets a block be built, and gives the events of just this extrinsic.</summary>
    public async Task<EventRecord[]> SendAsync(AccountId32 signer, byte[] call, Era era = default)
    {
        var head = await chain.GetFinalizedHeadAsync();
        var number = (await chain.GetHeaderAsync(head))!.Number;
        var version = await chain.GetRuntimeVersionAsync(head);
        var account = runtime.Storage("System", "Account");
        var nonce = account.DecodeOrDefault(await chain.GetStorageAsync(account.Key(signer.ToArray()), head))!.Value["nonce"].AsUInt64();
        var payload = runtime.Extrinsics.Payload(call, new(await chain.GetGenesisHashAsync(), version.SpecVersion, version.TransactionVersion, nonce)
        {
            Era = era,
            EraBlock = number,
            EraBlockHash = head,
        });
        var extrinsic = payload.Assemble(signer, MockSignature);
        await chain.SubmitExtrinsicAsync(extrinsic);
        var block = await lab.NewBlockAsync(network);

        var hash = H256.Parse(block.Hash);
        var body = (await chain.GetBlockAsync(hash))!;
        Assert.Equal(block.Hash, body.Header.ComputeHash().ToString());
        var index = body.Extrinsics.ToList().FindIndex(e => e.AsSpan().SequenceEqual(extrinsic));
        Assert.True(index >= 0, "the extrinsic is not in the block");
        var decoded = runtime.Extrinsics.Decode(body.Extrinsics[index]);
        Assert.Equal((signer, nonce), (decoded.Signer!.Value, decoded.Nonce!.Value));
        var events = await chain.GetStorageAsync(runtime.Storage("System", "Events").Key(), hash);
        return [.. runtime.Events.Decode(events).Where(e => e.ExtrinsicIndex == index)];
    }

    public ValueTask DisposeAsync() => chain.Client.DisposeAsync();
}
