using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk contacts</c></summary>
internal static class ContactCommands
{
    private static readonly string[] Columns = ["added", "name", "title", "e-mail", "handles", "time zone", "opted out", "account", "id"];

    public static Command Make() => new("contacts", "People at customers.") { Add(), List(), Show(), Edit(), OptOut(), Forget() };

    private static Command Add()
    {
        var account = LeadsCall.Account();
        var name = new Argument<string>("name") { Description = "As they write it." };
        var details = new DetailOptions();
        return LeadsCall.Make("add", "Enter a person. Only what is needed to talk to them.", [account, name, .. details.All], async (r, call, cancellation) =>
        {
            var given = details.Read(r, out _);
            given.Name = r.GetValue(name)!;
            var request = new AddContactRequest { RequestId = SessionCommands.NewId(), AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId, Details = given };
            var answer = await call.SendAsync(r, (c, o) => new ContactsService.ContactsServiceClient(c).AddContactAsync(request, o), cancellation);
            call.Show(r, answer, screen =>
            {
                screen.Done($"Entered ({answer.ContactId}).");
                WarnOfOptOut(screen, answer.OptedOutAt is not null);
                AccountView.Warn(screen, answer.PossibleDuplicates);
            });
        });
    }

    private static Command List()
    {
        var account = new Option<string?>("--account") { Description = "Only this account's, by number or id." };
        var address = new Option<string?>("--address-is") { Description = "Only who has exactly this e-mail address or handle." };
        var (size, page) = AccountCommands.Paging();
        return LeadsCall.Make("list", "List contacts, newest first.", [account, address, size, page], async (r, call, cancellation) =>
        {
            var request = new ListContactsRequest
            {
                AccountId = r.GetValue(account) is { } of ? (await call.FindAsync(r, of, cancellation)).Account.AccountId : "",
                Address = r.GetValue(address) ?? "",
                PageSize = r.GetValue(size),
                PageToken = r.GetValue(page) ?? "",
            };
            var answer = await call.SendAsync(r, (c, o) => new ContactsService.ContactsServiceClient(c).ListContactsAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(screen, answer.Contacts, "No contact matches.", answer.NextPageToken, Columns, c =>
                [Answer.Date(c.AddedAt), c.Name, c.Title, string.Join(", ", c.Emails), string.Join(", ", c.Handles), c.TimeZone, Answer.Date(c.OptedOutAt), $"{c.AccountNumber} {c.AccountName}", c.ContactId]));
        });
    }

    private static Command Show()
    {
        var contact = Contact();
        return LeadsCall.Make("show", "Show all that is known of a person.", [contact], async (r, call, cancellation) =>
        {
            var answer = await call.SendAsync(r, (c, o) => new ContactsService.ContactsServiceClient(c).GetContactAsync(new() { ContactId = r.GetValue(contact)! }, o), cancellation);
            call.Show(r, answer, screen =>
            {
                var c = answer.Contact;
                screen.Line($"Since {Answer.Date(c.AddedAt)}: {(c.ForgottenAt is null ? c.Name : "a person")}{(c.Title.Length > 0 ? $", {c.Title}" : "")}, at {c.AccountNumber} {c.AccountName}");
                if (c.ForgottenAt is not null)
                {
                    screen.Note($"On {Answer.Date(c.ForgottenAt)} what is personal was deleted.");
                }

                if (c.OptedOutAt is not null)
                {
                    screen.Warn($"Since {Answer.Date(c.OptedOutAt)} nothing may be sent ({Answer.Word(c.OptOutSource)}{(c.OptOutReason.Length > 0 ? $": {c.OptOutReason}" : "")}).");
                }

                foreach (var line in c.Emails.Concat(c.Handles))
                {
                    screen.Line(line);
                }

                screen.Line(string.Join(", ", new[] { c.Language, c.TimeZone, c.Country }.Where(t => t.Length > 0)));
            });
        });
    }

    private static Command Edit()
    {
        var contact = Contact();
        var name = new Option<string?>("--name") { Description = "Another name." };
        var details = new DetailOptions();
        return LeadsCall.Make("edit", "Change what is given and nothing else. An opt-out stays.", [contact, name, .. details.All], async (r, call, cancellation) =>
        {
            var given = details.Read(r, out var fields);
            if (r.GetValue(name) is { } other)
            {
                given.Name = other;
                fields.Add("name");
            }

            if (fields.Count == 0)
            {
                throw new DeskException("Nothing to change was given. './desk contacts edit --help' lists what can be.");
            }

            var request = new EditContactRequest { RequestId = SessionCommands.NewId(), ContactId = r.GetValue(contact)!, UpdateMask = new() { Paths = { fields } }, Details = given };
            var answer = await call.SendAsync(r, (c, o) => new ContactsService.ContactsServiceClient(c).EditContactAsync(request, o), cancellation);
            call.Show(r, answer, screen =>
            {
                screen.Done("Changed.");
                WarnOfOptOut(screen, answer.OptedOutAt is not null);
                AccountView.Warn(screen, answer.PossibleDuplicates);
            });
        });
    }

    private static Command OptOut()
    {
        var contact = Contact();
        var source = Words.Option<OptOutSource>("--source", "How we know.", required: true);
        var reason = new Argument<string>("reason") { Description = "What the person said, or what happened." };
        var yes = Confirmation.Yes();
        return LeadsCall.Make("opt-out", "Never send this person anything again, at any account. There is no way back.", [contact, reason, source, yes], async (r, call, cancellation) =>
        {
            Confirmation.Ask(r, yes, "Nothing will ever be sent to this person again, and nobody can take that back. Go on?");
            var request = new OptOutRequest { RequestId = SessionCommands.NewId(), ContactId = r.GetValue(contact)!, Source = Words.Parse<OptOutSource>(r.GetValue(source)), Reason = r.GetValue(reason)! };
            var answer = await call.SendAsync(r, (c, o) => new ContactsService.ContactsServiceClient(c).OptOutAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"Since {Answer.Date(answer.OptedOutAt)} nothing is sent{(answer.AlsoContactIds.Count > 0 ? $", nor to {answer.AlsoContactIds.Count} other entries of the same person" : "")}."));
        });
    }

    private static Command Forget()
    {
        var contact = Contact();
        var yes = Confirmation.Yes();
        return LeadsCall.Make("forget", "Delete what is personal, at the person's request. An opt-out stays in force.", [contact, yes], async (r, call, cancellation) =>
        {
            Confirmation.Ask(r, yes, "Everything personal about this person will be deleted, and nobody can bring it back. Go on?");
            var answer = await call.SendAsync(
                r, (c, o) => new ContactsService.ContactsServiceClient(c).ForgetContactAsync(new() { RequestId = SessionCommands.NewId(), ContactId = r.GetValue(contact)! }, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"{Answer.Date(answer.ForgottenAt)}: forgotten."));
        });
    }

    private static void WarnOfOptOut(Screen screen, bool optedOut)
    {
        if (optedOut)
        {
            screen.Warn("This person opted out under one of these addresses: nothing may be sent to them.");
        }
    }

    private static Argument<string> Contact() => new("contact-id") { Description = "The contact; './desk contacts list' shows ids." };

    private sealed class DetailOptions
    {
        private readonly Option<string?> _title = new("--title") { Description = "What they do." };
        private readonly Option<string[]> _emails = new("--email") { Description = "An e-mail address; repeat it, the one to use first." };
        private readonly Option<string[]> _handles = new("--handle") { Description = "A handle, as in telegram:name; repeat it for several." };
        private readonly Option<string?> _language = new("--language") { Description = "What to write in: de, pt-BR." };
        private readonly Option<string?> _zone = new("--time-zone") { Description = "IANA id: Europe/Zurich. Quiet hours follow from it." };
        private readonly Option<string?> _country = new("--country") { Description = "ISO code: CH." };

        public IEnumerable<Symbol> All => [_title, _emails, _handles, _language, _zone, _country];

        public ContactDetails Read(ParseResult r, out List<string> fields)
        {
            var (read, given) = (new ContactDetails(), new List<string>());
            Take("title", r.GetValue(_title), v => read.Title = v);
            Take("emails", r.GetValue(_emails) is { Length: > 0 } emails ? emails : null, v => read.Emails.Add(v));
            Take("handles", r.GetValue(_handles) is { Length: > 0 } handles ? handles : null, v => read.Handles.Add(v));
            Take("language", r.GetValue(_language), v => read.Language = v);
            Take("time_zone", r.GetValue(_zone), v => read.TimeZone = v);
            Take("country", r.GetValue(_country), v => read.Country = v);
            fields = given;
            return read;

            void Take<T>(string field, T? value, Action<T> set)
                where T : class
            {
                if (value is not null)
                {
                    given.Add(field);
                    set(value);
                }
            }
        }
    }
}
