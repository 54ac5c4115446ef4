using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;
using Grpc.Core;
using Npgsql;

namespace CoretimeDesk.Leads.Tests.Contacts;

public sealed class KeepingContacts(LeadsWorld world)
{
    [Fact]
    public async Task A_person_is_entered_changed_and_listed_in_the_one_form_of_everything()
    {
        var account = await world.WithAsync();
        var mail = $"{AccountWorld.Unique()}@Aleph.XYZ";
        var request = new AddContactRequest
        {
            RequestId = LeadsWorld.NewId(),
            AccountId = account.AccountId,
            Details = new() { Name = " Ada Lovelace ", Title = "CTO", Emails = { mail, mail.ToUpperInvariant() }, Handles = { "Telegram:@Ada_L" }, Language = "en", TimeZone = "Europe/London", Country = "gb" },
        };
        var added = await world.Contacts().AddContactAsync(request, world.AsRita());
        Assert.Equal(added, await world.Contacts(1).AddContactAsync(request, world.AsRita()));
        var contact = await world.ContactOfAsync(added.ContactId);
        Assert.Equal(("Ada Lovelace", "CTO", mail.ToLowerInvariant(), "telegram:ada_l", "en", "Europe/London", "GB"),
            (contact.Name, contact.Title, contact.Emails.Single(), contact.Handles.Single(), contact.Language, contact.TimeZone, contact.Country));
        Assert.Equal((account.Number, account.Name, 1L), (contact.AccountNumber, contact.AccountName, contact.Version));

        var edited = await EditAsync(added.ContactId, new() { Title = "CEO", Name = "not named" }, "title");
        Assert.Equal(2, edited.Version);
        contact.Title = "CEO";
        contact.Version = 2;
        Assert.Equal(contact, await world.ContactOfAsync(added.ContactId));
        Assert.Equal(contact, Assert.Single((await world.Contacts().ListContactsAsync(new() { Address = mail.ToUpperInvariant() }, world.AsRita())).Contacts));
        Assert.Equal(2, (await EditAsync(added.ContactId, new() { Title = "CEO" }, "title")).Version);
        Assert.Equal(["ContactAdded", "ContactEdited"], await world.EventsOfAsync(added.ContactId));
    }

    [Fact]
    public async Task Everything_wrong_with_a_person_is_named_without_repeating_it()
    {
        var account = await world.WithAsync();
        var refusal = await LeadsWorld.RefusedAsync(world.Contacts().AddContactAsync(
            new()
            {
                RequestId = LeadsWorld.NewId(),
                AccountId = account.AccountId,
                Details = new() { Name = " ", Emails = { "ada@aleph.xyz", "secretperson" }, Handles = { "secrethandle" }, Language = "secretlanguage", TimeZone = "Secret/Zone", Country = "secretland" },
            },
            world.AsRita()).ResponseAsync);
        Assert.Equal(["details.name", "details.language", "details.time_zone", "details.country", "details.emails[1]", "details.handles[0]"], refusal.Fields.Select(f => f.Field));
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_opt_out_is_global_and_nothing_takes_it_back()
    {
        var (one, other) = (await world.WithAsync(), await world.WithAsync());
        var mail = $"{AccountWorld.Unique()}@aleph.xyz";
        var ada = await world.ContactAsync(one, "Ada", mail, "telegram:ada_l_" + AccountWorld.Unique());
        var twin = await world.ContactAsync(other, "A. Lovelace", mail);
        var bystander = await world.ContactAsync(other, "Bob", $"{AccountWorld.Unique()}@aleph.xyz");

        var answer = await OptOutAsync(ada, "No more, please");
        Assert.Equal([twin], answer.AlsoContactIds);
        Assert.NotNull((await world.ContactOfAsync(ada)).OptedOutAt);
        Assert.Equal(answer.OptedOutAt, (await world.ContactOfAsync(twin)).OptedOutAt);
        Assert.Null((await world.ContactOfAsync(bystander)).OptedOutAt);

        // Again: the first stands.
        Assert.Equal(answer.OptedOutAt, (await OptOutAsync(ada, "I said no")).OptedOutAt);

        // Not by another address, which is suppressed from then on too …
        var newer = $"{AccountWorld.Unique()}@aleph.xyz";
        Assert.NotNull((await EditAsync(ada, new() { Emails = { newer } }, "emails")).OptedOutAt);
        Assert.NotNull((await world.ContactOfAsync(await world.ContactAsync(one, "Ada again", newer))).OptedOutAt);

        // … not by giving the old address to somebody else, or by entering the person anew …
        Assert.NotNull((await EditAsync(bystander, new() { Emails = { mail } }, "emails")).OptedOutAt);
        Assert.NotNull((await world.ContactOfAsync(await world.ContactAsync(await world.WithAsync(), "Lovelace", mail.ToUpperInvariant()))).OptedOutAt);

        // … not by forgetting and entering again, and not by merging.
        await world.Contacts().ForgetContactAsync(new() { RequestId = LeadsWorld.NewId(), ContactId = ada }, world.AsTina());
        Assert.NotNull((await world.ContactOfAsync(ada)).OptedOutAt);
        Assert.NotNull((await world.ContactOfAsync(await world.ContactAsync(one, "Ada", mail))).OptedOutAt);
        var merge = await world.MergeAsync(one, other);
        Assert.NotNull((await world.ContactOfAsync(twin)).OptedOutAt);
        await world.UndoAsync(merge.Merge);
        Assert.NotNull((await world.ContactOfAsync(twin)).OptedOutAt);
        Assert.Equal(1, await world.ScalarAsync<long>($"select count(*) from leads.journal where aggregate_id = '{twin}' and type = 'coretimedesk.leads.ContactOptedOut.v1'"));
    }

    [Fact]
    public async Task An_opt_out_needs_to_say_how_we_know()
    {
        var refusal = await LeadsWorld.RefusedAsync(world.Contacts().OptOutAsync(new() { RequestId = LeadsWorld.NewId(), ContactId = LeadsWorld.NewId() }, world.AsRita()).ResponseAsync);
        Assert.Equal(["source", "reason"], refusal.Fields.Select(f => f.Field));
    }

    [Fact]
    public async Task Nobody_slips_through_who_is_entered_at_the_instant_of_an_opt_out()
    {
        for (var round = 0; round < 10; round++)
        {
            var account = await world.WithAsync();
            var mail = $"{AccountWorld.Unique()}@aleph.xyz";
            var ada = await world.ContactAsync(account, "Ada", mail);
            var bob = await world.ContactAsync(account, "Bob");
            var added = Enumerable.Range(0, 6).Select(i => world.Contacts(i).AddContactAsync(
                new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, Details = new() { Name = $"Ada {i}", Emails = { mail } } }, world.AsRita()).ResponseAsync).ToList();
            var given = EditAsync(bob, new() { Emails = { mail } }, "emails");
            await Task.WhenAll([OptOutAsync(ada, "Stop"), given, .. added]);
            string[] all = [ada, bob, .. added.Select(a => a.Result.ContactId)];
            Assert.Equal(0, await world.ScalarAsync<long>($"select count(*) from leads.contacts where opted_out_at is null and id in ({string.Join(", ", all.Select(a => $"'{a}'"))})"));
        }
    }

    [Fact]
    public async Task What_is_personal_is_in_no_event_and_no_stored_answer_and_is_gone_when_the_person_is_forgotten()
    {
        var account = await world.WithAsync();
        var secret = AccountWorld.Unique();
        var ada = await world.ContactAsync(account, $"Ada {secret}", $"{secret}@aleph.xyz", $"telegram:t{secret}");
        await EditAsync(ada, new() { Title = $"Chief {secret}", Handles = { $"github:{secret}" } }, "title", "handles");
        await OptOutAsync(ada, $"{secret} wants no more");
        var keeps = await WhereAsync(secret);
        Assert.Equal(["contacts"], keeps);

        var request = new ForgetContactRequest { RequestId = LeadsWorld.NewId(), ContactId = ada };
        var forgotten = await world.Contacts().ForgetContactAsync(request, world.AsTina());
        Assert.Equal(forgotten, await world.Contacts(1).ForgetContactAsync(request, world.AsTina()));
        Assert.Empty(await WhereAsync(secret));
        var contact = await world.ContactOfAsync(ada);
        Assert.Equal(("", 0, 0, ""), (contact.Name, contact.Emails.Count, contact.Handles.Count, contact.OptOutReason));
        Assert.DoesNotContain(await world.ContactsOfAsync(account.AccountId), c => c.ContactId == ada);

        Assert.Equal("CONTACT_FORGOTTEN", (await LeadsWorld.RefusedAsync(EditAsync(ada, new() { Name = "Ada" }, "name"))).Reason);
        Assert.Equal("CONTACT_FORGOTTEN", (await LeadsWorld.RefusedAsync(OptOutAsync(ada, "again"))).Reason);
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() =>
            world.Contacts().ForgetContactAsync(new() { RequestId = LeadsWorld.NewId(), ContactId = ada }, world.AsRita()).ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task Of_two_who_edit_what_they_saw_the_second_is_told()
    {
        var ada = await world.ContactAsync(await world.WithAsync());
        await EditAsync(ada, new() { Title = "CTO" }, "title");
        var refusal = await LeadsWorld.RefusedAsync(world.Contacts().EditContactAsync(
            new() { RequestId = LeadsWorld.NewId(), ContactId = ada, UpdateMask = new() { Paths = { "title" } }, Details = new() { Title = "CEO" }, ExpectedVersion = 1 }, world.AsRita()).ResponseAsync);
        Assert.Equal("CONTACT_CHANGED", refusal.Reason);
    }

    private async Task<EditContactResponse> EditAsync(string contact, V1.ContactDetails details, params string[] fields) => await world.Contacts().EditContactAsync(
        new() { RequestId = LeadsWorld.NewId(), ContactId = contact, UpdateMask = new() { Paths = { fields } }, Details = details }, world.AsRita());

    private async Task<OptOutResponse> OptOutAsync(string contact, string reason) =>
        await world.Contacts().OptOutAsync(new() { RequestId = LeadsWorld.NewId(), ContactId = contact, Source = V1.OptOutSource.Person, Reason = reason }, world.AsRita());

    /// <summary>The tables of the schema in which the text stands, in whatever column.</summary>
    private async Task<List<string>> WhereAsync(string text)
    {
        var tables = new List<string>();
        await using (var command = world.Database.CreateCommand("select table_name from information_schema.tables where table_schema = 'leads' and table_type = 'BASE TABLE' order by 1"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        Assert.Contains("requests", tables);
        var found = new List<string>();
        var hex = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text));
        foreach (var table in tables)
        {
            // As text, bytea is hex.
            if (await world.ScalarAsync<long>($"select count(*) from leads.\"{table}\" t where t::text ilike '%{text}%' or t::text like '%{hex}%'") > 0)
            {
                found.Add(table);
            }
        }

        return found;
    }
}
