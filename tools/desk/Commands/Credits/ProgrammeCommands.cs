using System.CommandLine;
using System.Text;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Quoting;
using CoretimeDesk.Desk.Commands.Work;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary><c>./desk credits programmes</c></summary>
internal static class ProgrammeCommands
{
    private const string RequestExample = "Example: ./desk credits programmes create \"Spring 2027\" --payer \"Polkadot treasury\" --pool 13UVJ… --mode retainer --referendum https://polkadot.subsquare.io/referenda/1788 --reserve \"100 DOT\"";

    public static Command Make() => new("programmes", "Whose money is given away, from which account, by which terms.") { List(), Show(), Create(), Terms(), Reserve(), End() };

    private static Command List()
    {
        var (size, page) = AccountCommands.Paging();
        return CreditsCall.Make("list", "List programmes, newest first.", [size, page], async (r, call, cancellation) =>
        {
            var answer = await call.ProgrammesAsync(r, (c, o) => c.ListProgrammesAsync(new() { PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" }, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(screen, answer.Programmes, "There is no programme. './desk credits programmes create' begins one.", answer.NextPageToken, ProgrammeView.Columns, ProgrammeView.Row));
        });
    }

    private static Command Show()
    {
        var programme = CreditsCall.Programme();
        return CreditsCall.Make("show", "Show a programme: its balances, what its pool holds, its providers.", [programme], async (r, call, cancellation) =>
        {
            var answer = await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation);
            call.Show(r, answer, screen => ProgrammeView.Whole(screen, answer.Programme));
        });
    }

    private static Command Create()
    {
        var name = new Argument<string>("name") { Description = "What it is called, at most 100 characters." };
        var payer = new Option<string>("--payer") { Description = "Who pays into the pool: \"Polkadot treasury\".", Required = true };
        var pool = new Option<string>("--pool") { Description = "The sponsor's account: an address of the network, or 0x hex. The desk holds no key of it.", Required = true };
        var mode = Words.Option<ProgrammeMode>("--mode", "When the payer pays.", required: true);
        var chain = new Option<string?>("--chain") { Description = "The Coretime chain, when more than one is followed: polkadot-coretime." };
        var referendum = new Option<string?>("--referendum") { Description = "Where the decision to pay is written down: an https link." };
        var reserve = new Option<string?>("--reserve") { Description = "What must stay free after every award, with its unit: \"100 DOT\". Nothing when left out.", HelpName = "AMOUNT" };
        var terms = new Option<FileInfo?>("--terms") { Description = "Terms as JSON; version 1 when left out. Described in docs/credits.md.", HelpName = "FILE" };
        return CreditsCall.Make("create", $"Begin a programme, and have its pool's balance followed. Leadership and budget holders do. {RequestExample}", [name, payer, pool, mode, chain, referendum, reserve, terms], async (r, call, cancellation) =>
        {
            var (planck, symbol) = Amount(r.GetValue(reserve));
            var request = new CreateProgrammeRequest
            {
                RequestId = SessionCommands.NewId(),
                Name = r.GetValue(name)!,
                Payer = r.GetValue(payer)!,
                Pool = r.GetValue(pool)!,
                Mode = Words.Parse<ProgrammeMode>(r.GetValue(mode)),
                Chain = r.GetValue(chain) ?? "",
                Referendum = r.GetValue(referendum) ?? "",
                Reserve = planck,
                TermsJson = r.GetValue(terms) is { } file ? await ReadAsync("--terms", file, cancellation) : "",
            };
            var answer = await call.ProgrammesAsync(r, (c, o) => c.CreateProgrammeAsync(request, o), cancellation);
            call.Show(r, answer, screen =>
            {
                screen.Done(ProgrammeView.Sentence(answer.Programme));
                if (symbol is not null && symbol != answer.Programme.Token?.Symbol)
                {
                    screen.Warn($"Its token is {answer.Programme.Token?.Symbol} and not {symbol}: set what is kept back again, with './desk credits programmes reserve {answer.Programme.Number} …'.");
                }

                screen.Note($"Send funds to its pool {answer.Programme.Pool}; finalised balances fund it, and nothing else.");
            });
        });
    }

    private static Command Terms()
    {
        var programme = CreditsCall.Programme();
        var adopt = new Option<FileInfo?>("--adopt") { Description = "Replace them by this file from now on; its version must be the next one. What was awarded stays.", HelpName = "FILE" };
        var reason = new Option<string?>("--reason") { Description = "Why they are replaced. At most 500 characters." };
        return CreditsCall.Make("terms", "Print the terms in force as JSON, or adopt others. Example: ./desk credits programmes terms P-000001 > terms.json", [programme, adopt, reason], async (r, call, cancellation) =>
        {
            var known = await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation);
            if (r.GetValue(adopt) is not { } file)
            {
                call.Show(r, known, _ => Console.WriteLine(known.TermsJson));
                return;
            }

            var why = r.GetValue(reason) ?? throw new DeskException("--reason: say why the terms are replaced.");
            var request = new AdoptTermsRequest { RequestId = SessionCommands.NewId(), ProgrammeId = known.Programme.ProgrammeId, TermsJson = await ReadAsync("--adopt", file, cancellation), Reason = why };
            var answer = await call.ProgrammesAsync(r, (c, o) => c.AdoptTermsAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"{answer.Programme.Number} gives by terms version {answer.Programme.TermsVersion} from now on."));
        });
    }

    private static Command Reserve()
    {
        var programme = CreditsCall.Programme();
        var amount = new Argument<string>("amount") { Description = "What must stay free after every award: \"100 DOT\"." };
        var reason = CreditsCall.Reason("Why.");
        return CreditsCall.Make("reserve", "Say what is kept back. Example: ./desk credits programmes reserve P-000001 \"100 DOT\" --reason \"as decided in the spring\"", [programme, amount, reason], async (r, call, cancellation) =>
        {
            var known = (await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation)).Programme;
            var request = new SetReserveRequest { RequestId = SessionCommands.NewId(), ProgrammeId = known.ProgrammeId, Reserve = CreditsCall.Planck("amount", r.GetValue(amount)!, known.Token), Reason = r.GetValue(reason)! };
            var answer = await call.ProgrammesAsync(r, (c, o) => c.SetReserveAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done(ProgrammeView.Sentence(answer.Programme)));
        });
    }

    private static Command End()
    {
        var (programme, reason, yes) = (CreditsCall.Programme(), CreditsCall.Reason("Why."), Confirmation.Yes());
        return CreditsCall.Make("end", "Let it award nothing more, for ever. Grants that run go on.", [programme, reason, yes], async (r, call, cancellation) =>
        {
            var known = (await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation)).Programme;
            Confirmation.Ask(r, yes, $"{known.Number} {known.Name} will award nothing more, and nobody can take that back. Go on?");
            var answer = await call.ProgrammesAsync(r, (c, o) => c.EndProgrammeAsync(new() { RequestId = SessionCommands.NewId(), ProgrammeId = known.ProgrammeId, Reason = r.GetValue(reason)! }, o), cancellation);
            call.Show(r, answer, screen => screen.Done(ProgrammeView.Sentence(answer.Programme)));
        });
    }

    /// <summary>An amount of a token that is not known yet: it must say its unit itself.</summary>
    private static (string Planck, string? Symbol) Amount(string? text)
    {
        if (text is null)
        {
            return ("", null);
        }

        var token = RuleInput.TokenIn(text);
        return token is null && !RuleInput.IsPlanck(text)
            ? throw new DeskException($"--reserve: '{text}' has no unit; write \"100 DOT\", or planck as in \"1000000000000 planck\".")
            : (RuleInput.Amount("--reserve", text, token ?? Market.Token.Dot).ToString(), token?.Symbol);
    }

    private static async Task<string> ReadAsync(string option, FileInfo file, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllTextAsync(file.FullName, Encoding.UTF8, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeskException($"{option}: {file.FullName} cannot be read: {e.Message}", e);
        }
    }
}
