using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Acceptance;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Grpc;

/// <summary>Translates only.</summary>
internal sealed class AcceptanceGrpcService(AcceptanceDesk desk) : AcceptanceService.AcceptanceServiceBase
{
    private const int DigestLength = 64;
    private const int NoteLengthMax = 500;

    public override async Task<GetAcceptanceTextResponse> GetAcceptanceText(GetAcceptanceTextRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("quote_id", request.QuoteId, out var quote).ThrowIfAny();
        return (await desk.TextAsync(quote, context.GetActor(), context.CancellationToken)).OrThrow();
    }

    public override async Task<GetCallDataResponse> GetCallData(GetCallDataRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("quote_id", request.QuoteId, out var quote).ThrowIfAny();
        return (await desk.CallDataAsync(quote, context.GetActor(), context.CancellationToken)).OrThrow();
    }

    public override async Task<AcceptBySignatureResponse> AcceptBySignature(AcceptBySignatureRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("quote_id", request.QuoteId, out var quote).Satisfies("quote_sha256", IsDigest(request.QuoteSha256), "is no digest: 64 hexadecimal digits in lower case.");
        var signer = SignedInput.Signer(check, request.Signer);
        var signature = SignedInput.Signature(check, request.Signature);
        check.ThrowIfAny();
        var outcome = await desk.BySignatureAsync(context.ToCommand(request, request.RequestId), Acceptor.Staff(context.GetActor()), quote, request.QuoteSha256, signer, signature, context.CancellationToken);
        return new() { Acceptance = outcome.OrThrow().Acceptance };
    }

    public override async Task<RecordTypedAcceptanceResponse> RecordTypedAcceptance(RecordTypedAcceptanceRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("quote_id", request.QuoteId, out var quote)
            .Satisfies("quote_sha256", IsDigest(request.QuoteSha256), "is no digest: 64 hexadecimal digits in lower case.")
            .OptionalText("note", request.Note, NoteLengthMax)
            .ThrowIfAny();
        var typed = new AcceptanceEvidence.WithName(request.Name.Trim(), request.Title.Trim(), "recorded by staff", request.DocumentSha256, request.Note.Trim());
        var outcome = await desk.ByTypedNameAsync(context.ToCommand(request, request.RequestId), Acceptor.Staff(context.GetActor()), quote, request.QuoteSha256, typed, context.CancellationToken);
        return new() { Acceptance = outcome.OrThrow().Acceptance };
    }

    private static bool IsDigest(string text) => text.Length == DigestLength && text.All(char.IsAsciiHexDigitLower);
}
