using CoretimeDesk.Journal.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SignedSeal = CoretimeDesk.Sealing.SignedSeal;

namespace CoretimeDesk.Journal;

/// <summary>The part about seals.</summary>
public sealed partial class JournalGrpcService
{
    // A caller waits for its answer; a long transaction may take longer than anybody should wait.
    private static readonly TimeSpan ProofPatience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override async Task<ListSealsResponse> ListSeals(ListSealsRequest request, ServerCallContext context)
    {
        var limit = PageSize(request.PageSize, 100, 1000);
        if (request.AfterNumber < 0)
        {
            throw new RefusedException(Refusal.InvalidField("after_number", "must be 0 or more."));
        }

        return new() { Seals = { (await seals.ListAsync(request.AfterNumber, limit, context.CancellationToken)).Select(ToMessage) } };
    }

    /// <inheritdoc/>
    public override async Task<InclusionProof> GetInclusionProof(GetInclusionProofRequest request, ServerCallContext context)
    {
        var proof = await seals.ProveAsync(Id("event_id", request.EventId), ProofPatience, context.CancellationToken)
            ?? throw new RpcException(new(StatusCode.Unavailable, "The event cannot be sealed yet: an older transaction still runs, or the desk has no key for seals. Try again."));
        return new() { Row = proof.Row.Canonical(), Index = proof.Index, Path = { proof.Path }, Seal = ToMessage(proof.SignedSeal) };
    }

    /// <inheritdoc/>
    public override async Task AuditSeals(AuditSealsRequest request, IServerStreamWriter<SealFinding> responseStream, ServerCallContext context)
    {
        await foreach (var finding in audit.RunAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(new() { Seal = ToMessage(finding.SignedSeal), Fault = finding.Fault ?? "" }, context.CancellationToken);
        }

        await responseStream.WriteAsync(new() { Unsealed = await audit.UnsealedAsync(context.CancellationToken) }, context.CancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<ListSealKeysResponse> ListSealKeys(ListSealKeysRequest request, ServerCallContext context) =>
        new() { Keys = { (await keys.PublicAsync(context.CancellationToken)).Select(k => new SealKey { KeyId = k.Id, Pem = k.ToPem() }) } };

    private static Seal ToMessage(SignedSeal signed) => new()
    {
        Number = signed.Seal.Number,
        Previous = signed.Seal.Previous,
        Root = signed.Seal.Root,
        Leaves = signed.Seal.Leaves,
        FirstPosition = signed.Seal.First,
        LastPosition = signed.Seal.Last,
        SealedAt = signed.Seal.SealedAt.ToTimestamp(),
        KeyId = signed.Seal.KeyId,
        Signature = signed.Signature,
        Canonical = signed.Seal.Canonical(),
    };
}
