using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>The RPCs about accounts.</summary>
internal sealed partial class LeadsGrpcService
{
    private const int QueryLengthMax = 200;
    private static readonly string[] Editable = ["name", "segment", "annual_core_periods", "is_dao", "main_business_elsewhere", "ecosystems"];

    public override async Task<CreateAccountResponse> CreateAccount(CreateAccountRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .Text("name", request.Name, AccountRules.NameLengthMax)
            .KnownEnum("segment", request.Segment)
            .Satisfies("annual_core_periods", request.AnnualCorePeriods > 0, "is 0; at least 1 is needed. One core for a whole year is 13 core-periods of 28 days.")
            .Count("keys", request.Keys.Count, 0, AccountRules.KeysMax);
        var keys = request.Keys.Select((key, i) => Read(check, $"keys[{i}]", key)).ToList();
        check.ThrowIfAny();
        return (await accounts.CreateAsync(context.ToCommand(request, request.RequestId), request, keys, context.CancellationToken)).OrThrow();
    }

    public override async Task<GetAccountResponse> GetAccount(GetAccountRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalUuid("account_id", request.AccountId, out var id);
        if (request.AccountId.Length == 0)
        {
            check.Text("number", request.Number, QueryLengthMax);
        }

        check.Satisfies("number", request.AccountId.Length == 0 || request.Number.Length == 0, "cannot be combined with account_id; use one of them.").ThrowIfAny();
        return (await accounts.GetAsync(id, request.Number.Trim().ToUpperInvariant(), context.CancellationToken)).OrThrow().WithoutAmountsFor(context);
    }

    public override async Task<ListAccountsResponse> ListAccounts(ListAccountsRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .OptionalEnum("segment", request.Segment)
            .OptionalEnum("size_tier", request.SizeTier)
            .OptionalText("name_contains", request.NameContains, AccountRules.NameLengthMax);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        var found = await accounts.ListAsync(
            page,
            request.Segment == V1.Segment.Unspecified ? null : request.Segment.ToDomain(),
            request.SizeTier == V1.SizeTier.Unspecified ? null : request.SizeTier.ToDomain(),
            request.NameContains,
            context.CancellationToken);
        return found.WithoutAmountsFor(context);
    }

    public override async Task<SearchAccountsResponse> SearchAccounts(SearchAccountsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Text("query", request.Query, QueryLengthMax);
        var page = KeysetPage.Read(check, request.PageSize, request.PageToken, key => key.Length > 0 && key[0] is >= '0' and <= '2');
        check.ThrowIfAny();
        return (await search.FindAsync(request.Query, page, context.CancellationToken)).WithoutAmountsFor(context);
    }

    public override async Task<EditAccountResponse> EditAccount(EditAccountRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("account_id", request.AccountId, out var id);
        var mask = Masks.Read(check, request.UpdateMask, Editable);
        if (mask.Contains("name"))
        {
            check.Text("name", request.Name, AccountRules.NameLengthMax);
        }

        if (mask.Contains("segment"))
        {
            check.KnownEnum("segment", request.Segment);
        }

        check.Satisfies("expected_version", request.ExpectedVersion >= 0, "is negative; give the version that was on the screen, or 0.").ThrowIfAny();
        var edit = new EditAccount(
            mask.Contains("name") ? request.Name.Trim() : null,
            mask.Contains("segment") ? request.Segment.ToDomain() : null,
            mask.Contains("annual_core_periods") ? request.AnnualCorePeriods : null,
            mask.Contains("is_dao") ? request.IsDao : null,
            mask.Contains("main_business_elsewhere") ? request.MainBusinessElsewhere : null,
            mask.Contains("ecosystems") ? [.. request.Ecosystems] : null);
        return (await accounts.EditAsync(context.ToCommand(request, request.RequestId), id, edit, request.ExpectedVersion, context.CancellationToken)).OrThrow();
    }

    public override async Task<AddAccountKeyResponse> AddAccountKey(AddAccountKeyRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("account_id", request.AccountId, out var id).Present("key", request.Key);
        var key = Read(check, "key", request.Key);
        check.ThrowIfAny();
        return (await accounts.AddKeyAsync(context.ToCommand(request, request.RequestId), id, key, context.CancellationToken)).OrThrow();
    }

    public override async Task<RemoveAccountKeyResponse> RemoveAccountKey(RemoveAccountKeyRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("account_id", request.AccountId, out var id).Present("key", request.Key);
        var key = Read(check, "key", request.Key);
        check.ThrowIfAny();
        return (await accounts.RemoveKeyAsync(context.ToCommand(request, request.RequestId), id, key, context.CancellationToken)).OrThrow();
    }

    public override async Task<AddChainAccountResponse> AddChainAccount(AddChainAccountRequest request, ServerCallContext context)
    {
        var byService = context.GetActor().Is(Role.Service);
        var (declared, fact) = (request.How == V1.HowVerified.Declared, request.How == V1.HowVerified.ChainFact);
        var check = Check.That(request).Uuid("account_id", request.AccountId, out var id).KnownEnum("how", request.How);
        var address = Read(check, request.Address);
        check.Satisfies(
            "how", request.How is V1.HowVerified.Unspecified or V1.HowVerified.Unverified || declared || (fact && byService),
            fact ? "is CHAIN_FACT, which only the desk's own services can say: they have seen the event." : "must be UNVERIFIED or DECLARED; signatures are checked by IssueChallenge and AnswerChallenge, para accounts come with the para id.");
        check.OptionalText("declaration", request.Declaration, ChainAccounts.DeclarationLengthMax)
            .Satisfies("declaration", declared == !string.IsNullOrWhiteSpace(request.Declaration), declared ? "is missing: who declared it, and where." : "belongs to DECLARED only.")
            .Satisfies("fact", fact == request.Fact is not null, fact ? "is missing: the finalised event that shows it." : "belongs to CHAIN_FACT only.");
        if (fact && request.Fact is { } shown)
        {
            check.Text("fact.chain", shown.Chain, QueryLengthMax)
                .Satisfies("fact.block_hash", Substrate.H256.TryParse(shown.BlockHash, out _), "is no block hash: 0x and 64 hex digits.");
        }

        check.ThrowIfAny();
        var outcome = await chainAccounts.AddAsync(
            context.ToCommand(request, request.RequestId), id, address, declared ? request.Declaration.Trim() : null,
            fact ? new(request.Fact!.Chain, request.Fact.BlockHash.ToLowerInvariant(), request.Fact.EventIndex) : null, context.CancellationToken);
        return outcome.OrThrow();
    }

    public override async Task<RemoveChainAccountResponse> RemoveChainAccount(RemoveChainAccountRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("account_id", request.AccountId, out var id);
        var address = Read(check, request.Address);
        check.ThrowIfAny();
        return (await chainAccounts.RemoveAsync(context.ToCommand(request, request.RequestId), id, address, context.CancellationToken)).OrThrow();
    }

    public override async Task<IssueChallengeResponse> IssueChallenge(IssueChallengeRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("account_id", request.AccountId, out var id);
        var address = Read(check, request.Address);
        check.ThrowIfAny();
        return (await chainAccounts.IssueAsync(context.ToCommand(request, request.RequestId), id, address, context.CancellationToken)).OrThrow();
    }

    public override async Task<AnswerChallengeResponse> AnswerChallenge(AnswerChallengeRequest request, ServerCallContext context)
    {
        byte[] signature = [];
        var text = request.Signature.Trim();
        var check = Check.That(request).Uuid("challenge_id", request.ChallengeId, out var id)
            .Satisfies(
                "signature", text.StartsWith("0x", StringComparison.Ordinal) && text.Length is >= 130 and <= 134 && text.AsSpan(2).IndexOfAnyExcept(Hex) < 0 && text.Length % 2 == 0,
                "is no signature: 0x and the hex of 64 to 66 bytes, as the wallet gives it.");
        check.ThrowIfAny();
        signature = Convert.FromHexString(text.AsSpan(2));
        return (await chainAccounts.AnswerAsync(context.ToCommand(request, request.RequestId), id, signature, context.CancellationToken)).OrThrow();
    }

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    private static StrongKey Read(Check check, string field, AccountKey? key)
    {
        var read = new StrongKey(0, "", "");
        if (key is null)
        {
            return read;
        }

        var before = check.Violations.Count;
        check.KnownEnum($"{field}.kind", key.Kind);
        if (check.Violations.Count == before && !StrongKey.TryRead((KeyKind)key.Kind, key.Network, key.Value, out read, out var fault))
        {
            check.Violation($"{field}.{fault.Field}", fault.Description);
        }

        return read;
    }

    private static AccountAddress Read(Check check, string text)
    {
        if (AccountAddress.TryRead(text, out var address) is { } problem)
        {
            check.Violation("address", problem);
        }

        return address;
    }
}
