using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>Translates only.</summary>
internal sealed class DocumentsGrpcService(LinkDesk links, DocumentDesk documents) : DocumentsService.DocumentsServiceBase
{
    private const int TokenMax = 200;
    private const int NumberMax = 20;

    public override Task<CreateLinkResponse> CreateLink(CreateLinkRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var id = QuoteOf(check, request.QuoteId, request.Number);
        check.ThrowIfAny();
        return links.CreateAsync(context.ToCommand(request, request.RequestId), id, request.Number, context.CancellationToken);
    }

    public override async Task<RevokeLinkResponse> RevokeLink(RevokeLinkRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("link_id", request.LinkId, out var id).ThrowIfAny();
        return (await links.RevokeAsync(context.ToCommand(request, request.RequestId), id, context.CancellationToken)).OrThrow();
    }

    public override Task<ListLinksResponse> ListLinks(ListLinksRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var id = QuoteOf(check, request.QuoteId, request.Number);
        check.ThrowIfAny();
        return links.ListAsync(context.GetActor(), id, request.Number, context.CancellationToken);
    }

    // A malformed token is answered as an unknown one: it is not checked, only cut.
    public override Task<OpenQuoteResponse> OpenQuote(OpenQuoteRequest request, ServerCallContext context) =>
        documents.OpenAsync(Cut(request.Token), context.TryGetCall()?.Actor, context.CancellationToken);

    public override Task<RenderQuoteResponse> RenderQuote(RenderQuoteRequest request, ServerCallContext context)
    {
        var check = Check.That(request).KnownEnum("format", request.Format);
        return documents.RenderAsync(Asked(check, request.Token, request.QuoteId, request.Number, request.Revision, context), request.Format, context.CancellationToken);
    }

    public override Task<ExportQuoteResponse> ExportQuote(ExportQuoteRequest request, ServerCallContext context)
    {
        return documents.ExportAsync(Asked(Check.That(request), request.Token, request.QuoteId, request.Number, request.Revision, context), context.CancellationToken);
    }

    public override Task<ExportInternalResponse> ExportInternal(ExportInternalRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var asked = Asked(check, "", request.QuoteId, request.Number, request.Revision, context);
        return documents.ExportInternalAsync(asked.QuoteId, asked.Number, asked.Revision, asked.Caller!, context.CancellationToken);
    }

    /// <summary>By a link, whoever calls; else by name, as whoever is signed in.</summary>
    private static DocumentRequest Asked(Check check, string token, string quoteId, string number, uint revision, ServerCallContext context)
    {
        check.Satisfies("revision", revision <= int.MaxValue, "is no revision; they count from 1, and 0 stands for the newest that was sent.");
        var id = token.Length > 0 ? null : QuoteOf(check, quoteId, number);
        check.ThrowIfAny();
        return token.Length > 0 ? new(Cut(token), null, "", 0, null) : new("", id, number, (int)revision, context.GetActor());
    }

    private static Guid? QuoteOf(Check check, string quoteId, string number)
    {
        check.OptionalUuid("quote_id", quoteId, out var id)
            .Satisfies("number", number.Length <= NumberMax, "is no quote's number; write it like Q-2026-000123.")
            .Satisfies("quote_id", (quoteId.Length > 0) != (number.Length > 0), "or number must be given, one of the two.");
        return id;
    }

    private static string Cut(string token) => token.Length <= TokenMax ? token : token[..TokenMax];
}
