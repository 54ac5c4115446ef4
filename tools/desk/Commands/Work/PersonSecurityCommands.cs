using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Identity.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>Commands of <c>./desk people</c> about how somebody signs in: for administrators, about anyone; about sessions also for oneself.</summary>
internal static class PersonSecurityCommands
{
    private const string Service = "identity";
    private static readonly string[] Columns = ["signed in", "last used", "until", "how", "from", "id"];

    public static Command ResetSecondFactor()
    {
        var (file, address) = (Shared.File(), Shared.Address());
        var (person, yes) = (Person(), Confirmation.Yes());
        var command = new Command(
            "reset-second-factor", "Take authenticator app, recovery codes and passkeys away from somebody who lost them. All their sessions end. Be sure who asks: call them, do not answer an e-mail. For administrators.")
        {
            person, yes, address, file,
        };
        command.SetAction(async (r, cancellation) =>
        {
            var call = new Call(r, file, address, cancellation);
            var known = await call.PersonAsync(r.GetValue(person)!);
            Confirmation.Ask(r, yes, $"{known.DisplayName} ({known.Email}) can then sign in with the password alone, and all their sessions end. Go on?");
            var request = new ResetSecondFactorRequest { RequestId = SessionCommands.NewId(), PersonId = known.PersonId };
            var answer = await call.SendAsync((c, o) => new SecurityService.SecurityServiceClient(c).ResetSecondFactorAsync(request, o));
            new Output.Screen().Done($"{answer.Person.DisplayName} has no second factor any more, and no session.");
        });
        return command;
    }

    public static Command Sessions()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var person = OrMyself();
        var (size, page) = AccountCommands.Paging();
        var command = new Command("sessions", "List somebody's open sessions, newest first: your own, or for administrators anyone's.") { person, size, page, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var call = new Call(r, file, address, cancellation);
            var request = new ListSessionsRequest { PersonId = (await call.PersonAsync(r.GetValue(person))).PersonId, PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" };
            var answer = await call.SendAsync((c, o) => new SecurityService.SecurityServiceClient(c).ListSessionsAsync(request, o));
            Answer.Show(answer, r.GetValue(json), screen => Answer.Rows(
                screen, answer.Sessions, "No session is open.", answer.NextPageToken, Columns,
                s => [Answer.Date(s.SignedInAt), Answer.Date(s.LastUsedAt), Answer.Date(s.ExpiresAt), Answer.Phrase(s.Method), $"{s.Client?.Device} {s.Client?.Address}{(s.IsCurrent ? ", this one" : "")}".Trim(), s.SessionId]));
        });
        return command;
    }

    public static Command EndSessions()
    {
        var (file, address) = (Shared.File(), Shared.Address());
        var (person, yes) = (OrMyself(), Confirmation.Yes());
        var session = new Option<string?>("--session") { Description = "Only this one, by id; './desk people sessions' shows ids.", HelpName = "ID" };
        var command = new Command("end-sessions", "Sign somebody out everywhere, or of one session. Keys for scripts stay good. Your own, or for administrators anyone's.") { person, session, yes, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var call = new Call(r, file, address, cancellation);
            var known = await call.PersonAsync(r.GetValue(person));
            if (r.GetValue(session) is { } one)
            {
                if (!await call.HasSessionAsync(known, one))
                {
                    throw new DeskException($"--session: {known.DisplayName} has no open session {one}. './desk people sessions {known.Email}' shows all.");
                }

                Confirmation.Ask(r, yes, $"This session of {known.DisplayName} ({known.Email}) ends within seconds at every service. Go on?");
                await call.SendAsync((c, o) => new SecurityService.SecurityServiceClient(c).RevokeSessionAsync(new() { RequestId = SessionCommands.NewId(), SessionId = one }, o));
                new Output.Screen().Done("Ended: 1 session.");
                return;
            }

            Confirmation.Ask(r, yes, $"All sessions of {known.DisplayName} ({known.Email}) end within seconds at every service. Go on?");
            var request = new RevokeSessionsRequest { RequestId = SessionCommands.NewId(), PersonId = known.PersonId };
            var answer = await call.SendAsync((c, o) => new IdentityService.IdentityServiceClient(c).RevokeSessionsAsync(request, o));
            new Output.Screen().Done($"Ended: {answer.Ended} session{(answer.Ended == 1 ? "" : "s")}.");
        });
        return command;
    }

    private static Argument<string> Person() => new("person") { Description = "The person's e-mail or id; './desk people list' shows both." };

    private static Argument<string?> OrMyself() => new("person") { Description = "The person's e-mail or id; without it yourself.", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Where the desk is, for the several calls that one command makes.</summary>
    private sealed class Call(ParseResult r, Option<FileInfo?> file, Option<string?> address, CancellationToken cancellation)
    {
        private const int PageSize = 200;
        private readonly DeskClient _desk = new(Workspace.Of(r.GetValue(file)), TimeProvider.System);

        public Task<T> SendAsync<T>(Func<GrpcChannel, CallOptions, AsyncUnaryCall<T>> call) => _desk.CallAsync(Service, r.GetValue(address), call, cancellation);

        /// <summary>Whoever is named, by id or by the whole e-mail; null for whoever asks.</summary>
        /// <exception cref="DeskException">Nobody has that e-mail.</exception>
        public async Task<Person> PersonAsync(string? text)
        {
            if (text is null)
            {
                return (await SendAsync((c, o) => new IdentityService.IdentityServiceClient(c).WhoAmIAsync(new(), o))).Person;
            }

            if (Guid.TryParse(text, out _))
            {
                return (await SendAsync((c, o) => new IdentityService.IdentityServiceClient(c).GetPersonAsync(new() { PersonId = text }, o))).Person;
            }

            var page = "";
            do
            {
                var token = page;
                var answer = await SendAsync((c, o) => new IdentityService.IdentityServiceClient(c).ListPeopleAsync(new() { Contains = text.Trim(), IncludeDisabled = true, PageSize = PageSize, PageToken = token }, o));
                if (answer.People.FirstOrDefault(p => p.Email.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } found)
                {
                    return found;
                }

                page = answer.NextPageToken;
            }
            while (page.Length > 0);
            throw new DeskException($"Nobody has the e-mail '{text}'. './desk people list --name' finds people by a part of it.");
        }

        public async Task<bool> HasSessionAsync(Person person, string session)
        {
            var page = "";
            do
            {
                var token = page;
                var answer = await SendAsync((c, o) => new SecurityService.SecurityServiceClient(c).ListSessionsAsync(new() { PersonId = person.PersonId, PageSize = PageSize, PageToken = token }, o));
                if (answer.Sessions.Any(s => s.SessionId == session))
                {
                    return true;
                }

                page = answer.NextPageToken;
            }
            while (page.Length > 0);
            return false;
        }
    }
}
