using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk accounts</c></summary>
internal static class AccountCommands
{
    private static readonly string[] Columns = ["known since", "number", "name", "segment", "core-periods a year", "tier", "id"];

    public static Command Make() => new("accounts", "Customers, and projects that may become one.")
    {
        Create(), List(), Search(), Show(), Edit(),
        AccountKeyCommands.AddPara(), AccountKeyCommands.AddKey(), AccountKeyCommands.RemoveKey(),
        AccountKeyCommands.AddChainAccount(), AccountKeyCommands.RemoveChainAccount(), AccountKeyCommands.Verify(),
        TargetCommands.Targets(), TargetCommands.Target(), TargetCommands.Drop(), TargetCommands.Next(), TargetCommands.Done(), PriceWatchCommands.Watch(), PriceWatchCommands.List(), PriceWatchCommands.Drop(),
        SizeReviewCommands.Check(), SizeReviewCommands.List(), SizeReviewCommands.Show(), SizeReviewCommands.Keep(), SizeReviewCommands.Restate(),
        MergeCommands.Duplicates(), MergeCommands.Dismiss(), MergeCommands.Merge(), MergeCommands.Undo(), MergeCommands.Merges(),
    };

    private static Command Create()
    {
        var name = new Argument<string>("name") { Description = "What the customer is called." };
        var segment = Words.Option<Segment>("--segment", "Decides bands, checklists and documents.", required: true);
        var size = new Option<uint>("--core-periods") { Description = "Stated need in a year: full cores times 28-day sale periods. One core for a year is 13.", Required = true };
        var dao = new Option<bool>("--dao") { Description = "It is a DAO." };
        var elsewhere = new Option<bool>("--elsewhere") { Description = "Its main business stays on another chain." };
        var ecosystems = new Option<string[]>("--ecosystem") { Description = "Where it builds; repeat it for several." };
        var keys = AccountKeyCommands.KeyOptions();
        return LeadsCall.Make("create", "Enter an account. Another one with the same para id, genesis hash, repository or domain is named, and nothing entered.",
            [name, segment, size, dao, elsewhere, ecosystems, .. keys], async (r, call, cancellation) =>
            {
                var request = new CreateAccountRequest
                {
                    RequestId = SessionCommands.NewId(),
                    Name = r.GetValue(name)!,
                    Segment = Words.Parse<Segment>(r.GetValue(segment)),
                    AnnualCorePeriods = r.GetValue(size),
                    IsDao = r.GetValue(dao),
                    MainBusinessElsewhere = r.GetValue(elsewhere),
                    Ecosystems = { r.GetValue(ecosystems) ?? [] },
                    Keys = { AccountKeyCommands.Keys(r, keys) },
                };
                var answer = await call.SendAsync(r, (c, o) => new LeadsService.LeadsServiceClient(c).CreateAccountAsync(request, o), cancellation);
                call.Show(r, answer, screen =>
                {
                    screen.Done($"{answer.Account.Number} {answer.Account.Name}, tier {Tier(answer.Account)} ({answer.Account.AccountId})");
                    AccountView.Warn(screen, answer.PossibleDuplicates);
                });
            });
    }

    private static Command List()
    {
        var segment = Words.Option<Segment>("--segment", "Only this segment.");
        var tier = Words.Option<SizeTier>("--tier", "Only this size.");
        var contains = new Option<string?>("--name") { Description = "Only names with this in them, in any case." };
        var (size, page) = Paging();
        return LeadsCall.Make("list", "List accounts, newest first.", [segment, tier, contains, size, page], async (r, call, cancellation) =>
        {
            var request = new ListAccountsRequest
            {
                Segment = Words.Parse<Segment>(r.GetValue(segment)),
                SizeTier = Words.Parse<SizeTier>(r.GetValue(tier)),
                NameContains = r.GetValue(contains) ?? "",
                PageSize = r.GetValue(size),
                PageToken = r.GetValue(page) ?? "",
            };
            var answer = await call.SendAsync(r, (c, o) => new LeadsService.LeadsServiceClient(c).ListAccountsAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(screen, answer.Accounts, "No account matches.", answer.NextPageToken, Columns, Cells));
        });
    }

    private static Command Search()
    {
        var query = new Argument<string>("query") { Description = "A number, name, domain, repository, para id, genesis hash or address, or the beginning of one; of names also a part." };
        var (size, page) = Paging();
        return LeadsCall.Make("search", "Find accounts, best match first.", [query, size, page], async (r, call, cancellation) =>
        {
            var request = new SearchAccountsRequest { Query = r.GetValue(query)!, PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" };
            var answer = await call.SendAsync(r, (c, o) => new LeadsService.LeadsServiceClient(c).SearchAccountsAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(
                screen, answer.Matches, "No account matches.", answer.NextPageToken, [.. Columns[..3], "matched", .. Columns[3..]], m => [.. Cells(m.Account)[..3], m.Matched, .. Cells(m.Account)[3..]]));
        });
    }

    private static Command Show()
    {
        var account = LeadsCall.Account();
        return LeadsCall.Make("show", "Show all that is known of an account.", [account], async (r, call, cancellation) =>
        {
            var answer = await call.FindAsync(r, r.GetValue(account)!, cancellation);
            call.Show(r, answer, screen => AccountView.Show(screen, answer));
        });
    }

    private static Command Edit()
    {
        var account = LeadsCall.Account();
        var name = new Option<string?>("--name") { Description = "Another name." };
        var segment = Words.Option<Segment>("--segment", "Another segment.");
        var size = new Option<uint?>("--core-periods") { Description = "Another stated need in a year; the tier follows." };
        var dao = new Option<bool?>("--dao") { Description = "Whether it is a DAO: true or false." };
        var elsewhere = new Option<bool?>("--elsewhere") { Description = "Whether its main business stays on another chain: true or false." };
        var ecosystems = new Option<string[]>("--ecosystem") { Description = "All of where it builds; repeat it for several." };
        return LeadsCall.Make("edit", "Change what is given and nothing else.", [account, name, segment, size, dao, elsewhere, ecosystems], async (r, call, cancellation) =>
        {
            var request = new EditAccountRequest { RequestId = SessionCommands.NewId(), AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId, UpdateMask = new() };
            Take("name", r.GetValue(name), v => request.Name = v);
            Take("segment", r.GetValue(segment), v => request.Segment = Words.Parse<Segment>(v));
            Take("annual_core_periods", r.GetValue(size), v => request.AnnualCorePeriods = v!.Value);
            Take("is_dao", r.GetValue(dao), v => request.IsDao = v!.Value);
            Take("main_business_elsewhere", r.GetValue(elsewhere), v => request.MainBusinessElsewhere = v!.Value);
            Take("ecosystems", r.GetValue(ecosystems) is { Length: > 0 } given ? given : null, v => request.Ecosystems.Add(v));
            if (request.UpdateMask.Paths.Count == 0)
            {
                throw new DeskException("Nothing to change was given. './desk accounts edit --help' lists what can be.");
            }

            var answer = await call.SendAsync(r, (c, o) => new LeadsService.LeadsServiceClient(c).EditAccountAsync(request, o), cancellation);
            call.Show(r, answer, screen =>
            {
                screen.Done($"{answer.Account.Number} {answer.Account.Name}, tier {Tier(answer.Account)}");
                AccountView.Warn(screen, answer.PossibleDuplicates);
            });

            void Take<T>(string field, T? value, Action<T> set)
            {
                if (value is not null)
                {
                    request.UpdateMask.Paths.Add(field);
                    set(value);
                }
            }
        });
    }

    internal static (Option<int> Size, Option<string?> Page) Paging() =>
        (new("--page-size") { Description = "Rows on a page, 1 to 200.", DefaultValueFactory = _ => 50 }, new("--page") { Description = "The page that an earlier list named." });

    internal static string Tier(Account account) => account.SizeTier.ToString().ToUpperInvariant();

    private static string[] Cells(Account a) => [Answer.Date(a.CreatedAt), a.Number, a.Name, Answer.Word(a.Segment), $"{a.AnnualCorePeriods}", Tier(a), a.AccountId];
}
