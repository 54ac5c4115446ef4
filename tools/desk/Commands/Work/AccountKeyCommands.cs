using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>What identifies an account, and its accounts on chains.</summary>
internal static class AccountKeyCommands
{
    private static readonly (string Word, AccountKeyKind Kind)[] Kinds = [("domain", AccountKeyKind.Domain), ("repository", AccountKeyKind.Repository), ("genesis", AccountKeyKind.GenesisHash), ("para", AccountKeyKind.ParaId)];

    public static Command AddPara()
    {
        var account = LeadsCall.Account();
        var network = new Argument<string>("network") { Description = "The relay chain: polkadot, kusama, paseo, westend." };
        var id = new Argument<string>("para-id") { Description = "The parachain's number there." };
        return LeadsCall.Make("add-para", "Add a para id. The chain accounts that it has come with it.", [account, network, id], (r, call, cancellation) =>
            AddAsync(r, call, account, new() { Kind = AccountKeyKind.ParaId, Network = r.GetValue(network)!, Value = r.GetValue(id)! }, cancellation));
    }

    public static Command AddKey()
    {
        var (account, kind, value) = (LeadsCall.Account(), KindArgument(), ValueArgument());
        return LeadsCall.Make("add-key", "Add what identifies the customer for certain.", [account, kind, value], (r, call, cancellation) =>
            AddAsync(r, call, account, Key(r.GetValue(kind)!, r.GetValue(value)!), cancellation));
    }

    public static Command RemoveKey()
    {
        var (account, kind, value) = (LeadsCall.Account(), KindArgument(), ValueArgument());
        return LeadsCall.Make("remove-key", "Take back a key that is not the customer's.", [account, kind, value], async (r, call, cancellation) =>
        {
            var request = new RemoveAccountKeyRequest { RequestId = SessionCommands.NewId(), AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId, Key = Key(r.GetValue(kind)!, r.GetValue(value)!) };
            var answer = await call.SendAsync(r, (c, o) => new LeadsService.LeadsServiceClient(c).RemoveAccountKeyAsync(request, o), cancellation);
            call.Show(r, answer, screen => AccountView.Show(screen, new() { Account = answer.Account }));
        });
    }

    public static Command AddChainAccount()
    {
        var account = LeadsCall.Account();
        var address = Address();
        var declared = new Option<string?>("--declared") { Description = "Who of the customer said so, and where: for proxies and multisigs, which sign nothing. Without it the account is unverified." };
        return LeadsCall.Make("add-chain-account", "Note an account on a chain as the customer's.", [account, address, declared], async (r, call, cancellation) =>
        {
            var request = new AddChainAccountRequest
            {
                RequestId = SessionCommands.NewId(),
                AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId,
                Address = r.GetValue(address)!,
                How = r.GetValue(declared) is null ? HowVerified.Unverified : HowVerified.Declared,
                Declaration = r.GetValue(declared) ?? "",
            };
            var answer = await call.SendAsync(r, (c, o) => new LeadsService.LeadsServiceClient(c).AddChainAccountAsync(request, o), cancellation);
            call.Show(r, answer, screen =>
            {
                AccountView.Show(screen, new() { Account = answer.Account });
                AccountView.Warn(screen, answer.PossibleDuplicates);
            });
        });
    }

    public static Command RemoveChainAccount()
    {
        var (account, address) = (LeadsCall.Account(), Address());
        return LeadsCall.Make("remove-chain-account", "Take back a chain account that is not the customer's.", [account, address], async (r, call, cancellation) =>
        {
            var request = new RemoveChainAccountRequest { RequestId = SessionCommands.NewId(), AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId, Address = r.GetValue(address)! };
            var answer = await call.SendAsync(r, (c, o) => new LeadsService.LeadsServiceClient(c).RemoveChainAccountAsync(request, o), cancellation);
            call.Show(r, answer, screen => AccountView.Show(screen, new() { Account = answer.Account }));
        });
    }

    public static Command Verify()
    {
        var (account, address) = (LeadsCall.Account(), Address());
        var challenge = new Option<string?>("--challenge") { Description = "The challenge that was signed, as this command named it." };
        var signature = new Option<string?>("--signature") { Description = "What the wallet gave: 0x and hex. Without it a text to sign is issued." };
        return LeadsCall.Make("verify", "Verify a chain account: first issue a text for the customer to sign, then check the signature.", [account, address, challenge, signature], async (r, call, cancellation) =>
        {
            if (r.GetValue(signature) is { } signed)
            {
                var request = new AnswerChallengeRequest
                {
                    RequestId = SessionCommands.NewId(),
                    ChallengeId = r.GetValue(challenge) ?? throw new DeskException("--signature needs --challenge: which text was signed."),
                    Signature = signed,
                };
                var answer = await call.SendAsync(r, (c, o) => new LeadsService.LeadsServiceClient(c).AnswerChallengeAsync(request, o), cancellation);
                call.Show(r, answer, screen => screen.Done($"Since {Answer.Date(answer.ChainAccount.Since)} {answer.ChainAccount.Address} is proven to be {answer.Account.Number} {answer.Account.Name}: {answer.ChainAccount.Evidence}."));
                return;
            }

            var issue = new IssueChallengeRequest { RequestId = SessionCommands.NewId(), AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId, Address = r.GetValue(address)! };
            var issued = await call.SendAsync(r, (c, o) => new LeadsService.LeadsServiceClient(c).IssueChallengeAsync(issue, o), cancellation);
            call.Show(r, issued, screen =>
            {
                screen.Line($"Until {Answer.Date(issued.ExpiresAt)} the customer may sign this text as a message, exactly as it is:");
                screen.Line();
                screen.Line(issued.Text);
                screen.Line();
                screen.Note($"Then: ./desk accounts verify {r.GetValue(account)} {r.GetValue(address)} --challenge {issued.ChallengeId} --signature 0x…");
            });
        });
    }

    /// <summary>Options for the keys of a new account.</summary>
    public static Option<string[]>[] KeyOptions() =>
    [
        new("--domain") { Description = "Its web domain; repeat it for several." },
        new("--repository") { Description = "Where its code is: github.com/owner/name." },
        new("--genesis") { Description = "Its chain's genesis hash." },
        new("--para") { Description = "A para id with its relay chain: polkadot/2000." },
    ];

    public static IEnumerable<AccountKey> Keys(ParseResult r, Option<string[]>[] options) => options.Zip(Kinds).SelectMany(o => (r.GetValue(o.First) ?? []).Select(value => Key(o.Second.Word, value)));

    private static AccountKey Key(string word, string value)
    {
        var kind = Kinds.First(k => k.Word == word).Kind;
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        return kind != AccountKeyKind.ParaId ? new() { Kind = kind, Value = value }
            : slash > 0 ? new() { Kind = kind, Network = value[..slash], Value = value[(slash + 1)..] }
            : throw new DeskException($"para: '{value}' names no relay chain; write polkadot/2000.");
    }

    private static Argument<string> KindArgument()
    {
        var kind = new Argument<string>("kind") { Description = $"One of {string.Join(", ", Kinds.Select(k => k.Word))}." };
        kind.AcceptOnlyFromAmong([.. Kinds.Select(k => k.Word)]);
        return kind;
    }

    private static Argument<string> ValueArgument() => new("value") { Description = "As people write it; a para id with its relay chain, polkadot/2000." };

    private static Argument<string> Address() => new("address") { Description = "SS58 of any network, or 0x and hex of 32 or 20 bytes." };

    private static async Task AddAsync(ParseResult r, LeadsCall call, Argument<string> account, AccountKey key, CancellationToken cancellation)
    {
        var request = new AddAccountKeyRequest { RequestId = SessionCommands.NewId(), AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId, Key = key };
        var answer = await call.SendAsync(r, (c, o) => new LeadsService.LeadsServiceClient(c).AddAccountKeyAsync(request, o), cancellation);
        call.Show(r, answer, (Screen screen) =>
        {
            AccountView.Show(screen, new() { Account = answer.Account });
            AccountView.Warn(screen, answer.PossibleDuplicates);
        });
    }
}
