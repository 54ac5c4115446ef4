using System.Security.Cryptography;
using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Google.Protobuf;
using Grpc.Core;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Leads.Tests.Activities;

/// <summary>Streams, files and assessments over gRPC, with two processes of the service.</summary>
public sealed class LivingInTheStream(LeadsWorld world)
{
    private readonly Actor _sol = Staff.Person("Sol Engineer", Role.SolutionEngineer);

    [Fact]
    public async Task A_stream_is_ordered_by_when_things_happened_paged_without_gaps_and_filtered()
    {
        var account = await world.WithAsync();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (hours, kind) in new[] { (5, V1.ActivityKind.Call), (1, V1.ActivityKind.Note), (9, V1.ActivityKind.Meeting), (5, V1.ActivityKind.Email) })
        {
            await LogAsync(account, kind, $"{kind} {hours} h ago", now.AddHours(-hours));
        }

        var (seen, token) = (new List<V1.Activity>(), "");
        do
        {
            var page = await Activities(seen.Count).ListActivitiesAsync(new() { AccountId = account.AccountId, PageSize = 1, PageToken = token }, world.AsRita());
            seen.AddRange(page.Activities);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        // Of the same instant, what was recorded last comes first.
        Assert.Equal(["Note 1 h ago", "Email 5 h ago", "Call 5 h ago", "Meeting 9 h ago"], seen.Select(a => a.Summary));
        var calls = await Activities().ListActivitiesAsync(new() { AccountId = account.AccountId, Kinds = { V1.ActivityKind.Call, V1.ActivityKind.Note } }, world.AsRita());
        Assert.Equal(["Note 1 h ago", "Call 5 h ago"], calls.Activities.Select(a => a.Summary));
    }

    [Theory]
    [InlineData(V1.ActivityKind.Purchase, "bought", "kind")]
    [InlineData(V1.ActivityKind.Call, " -- ", "summary")]
    [InlineData(V1.ActivityKind.Reply, "they replied", "contact_id")]
    public async Task What_no_person_can_know_or_mean_is_refused(V1.ActivityKind kind, string summary, string field)
    {
        var account = await world.WithAsync();
        Assert.Equal(field, (await LeadsWorld.RefusedAsync(LogAsync(account, kind, summary))).Fields.Single().Field);
    }

    [Fact]
    public async Task A_correction_stands_beside_the_entry_and_what_is_written_is_in_no_event()
    {
        var account = await world.WithAsync();
        var id = (await LogAsync(account, V1.ActivityKind.Call, "Spoke with Zebediah")).ActivityId;
        var correction = new CorrectActivityRequest { RequestId = LeadsWorld.NewId(), ActivityId = id, Reason = "wrong customer", Withdrawn = true };
        var stranger = Staff.Person("Bob", Role.Rep);
        Assert.Equal("NOT_YOURS", (await LeadsWorld.RefusedAsync(Activities().CorrectActivityAsync(correction, world.Staff.As(stranger)).ResponseAsync)).Reason);
        Assert.Equal(1, (await Activities(1).CorrectActivityAsync(correction, world.AsRita())).Corrections);
        Assert.Equal(1, (await Activities().CorrectActivityAsync(correction, world.AsRita())).Corrections);

        var entry = Assert.Single((await Activities().ListActivitiesAsync(new() { AccountId = account.AccountId }, world.AsRita())).Activities);
        Assert.Equal(("Spoke with Zebediah", true, "wrong customer"), (entry.Summary, entry.Corrections.Single().Withdrawn, entry.Corrections.Single().Reason));
        Assert.Equal(0L, await world.ScalarAsync<long>("select count(*) from leads.journal where payload::text like '%Zebediah%' or payload::text like '%wrong customer%'"));
        Assert.Equal(["ActivityEntered", "ActivityCorrected"], await world.EventsOfAsync(id));
    }

    [Fact]
    public async Task An_opt_out_appears_once_and_a_forgotten_contact_takes_along_what_was_written_of_them()
    {
        var account = await world.WithAsync();
        var contact = await world.ContactAsync(account, "Ada");
        await LogAsync(account, V1.ActivityKind.Reply, "Ada is ill", contact: contact);
        for (var i = 0; i < 2; i++)
        {
            await world.Contacts(i).OptOutAsync(new() { RequestId = LeadsWorld.NewId(), ContactId = contact, Source = V1.OptOutSource.Person, Reason = "said so" }, world.AsRita());
        }

        await world.Contacts().ForgetContactAsync(new() { RequestId = LeadsWorld.NewId(), ContactId = contact }, world.AsTina());
        var stream = (await Activities().ListActivitiesAsync(new() { AccountId = account.AccountId, ContactId = contact }, world.AsRita())).Activities;
        Assert.Equal([(V1.ActivityKind.OptOut, true), (V1.ActivityKind.Reply, false)], stream.Select(a => (a.Kind, a.Summary.Length > 0)));
    }

    [Fact]
    public async Task A_stream_goes_with_a_merge_and_comes_back()
    {
        var (survivor, absorbed) = (await world.WithAsync(), await world.WithAsync());
        await LogAsync(absorbed, V1.ActivityKind.Note, "from the absorbed one");
        var merge = (await world.MergeAsync(survivor, absorbed)).Merge;
        await LogAsync(absorbed, V1.ActivityKind.Note, "entered after the merge");
        Assert.Equal(2, (await Activities().ListActivitiesAsync(new() { AccountId = absorbed.AccountId }, world.AsRita())).Activities.Count(a => a.AccountId == survivor.AccountId));
        await world.UndoAsync(merge);
        Assert.Equal("from the absorbed one", Assert.Single((await Activities().ListActivitiesAsync(new() { AccountId = absorbed.AccountId }, world.AsRita())).Activities).Summary);
    }

    [Fact]
    public async Task F11_An_assessment_has_a_digest_that_anybody_can_work_out_and_only_the_newest_version_counts()
    {
        var account = await world.WithAsync();
        var file = await UploadAsync(account, "load.csv", "core,blocks\n1,14400\n"u8.ToArray());
        var first = (await Assessments().WriteAssessmentAsync(Write(account, file.AttachmentId), world.Staff.As(_sol))).Assessment;
        Assert.Equal(first.Sha256, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(first.Canonical))));
        Assert.Contains($"\"attachments\":[\"{file.Sha256}\"]", first.Canonical, StringComparison.Ordinal);
        Assert.Equal(first.WrittenAt.ToDateTimeOffset().AddDays(90), first.ValidUntil.ToDateTimeOffset());

        // Of two that revise the same version at the same instant one is written, and the other learns of it.
        var next = Write(account);
        (next.AccountId, next.Revises) = ("", first.AssessmentId);
        var race = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            var request = next.Clone();
            request.RequestId = LeadsWorld.NewId();
            try
            {
                return (await Assessments(i).WriteAssessmentAsync(request, world.Staff.As(_sol))).Assessment;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
            {
                return null;
            }
        }));
        var second = Assert.Single(race, a => a is not null)!;
        var current = await Assessments().GetCurrentAssessmentAsync(new() { AccountId = account.AccountId }, world.AsRita());
        Assert.Equal((second.Sha256, 2, first.Number), (current.Assessment.Sha256, current.Assessment.Revision, current.Assessment.Number));

        await Assessments().WithdrawAssessmentAsync(new() { RequestId = LeadsWorld.NewId(), AssessmentId = second.AssessmentId, Reason = "measured the wrong network" }, world.Staff.As(_sol));
        var none = await Assessments(1).GetCurrentAssessmentAsync(new() { AccountId = account.AccountId }, world.AsRita());
        Assert.Null(none.Assessment);
        Assert.Contains("version 2 was withdrawn", none.WhyNone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F11_A_rep_cannot_write_an_assessment_and_a_solution_engineer_is_told_every_fault()
    {
        var account = await world.WithAsync();
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Assessments().WriteAssessmentAsync(Write(account), world.AsRita()));
        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
        var wrong = Write(account);
        (wrong.Form.CorePeriods, wrong.Form.Verdict) = (0, Verdict.FitWithConditions);
        var refusal = await LeadsWorld.RefusedAsync(Assessments().WriteAssessmentAsync(wrong, world.Staff.As(_sol)).ResponseAsync);
        Assert.Equal(["form.conditions", "form.core_periods"], refusal.Fields.Select(f => f.Field).Order());
    }

    [Fact]
    public void F11_No_message_about_assessments_has_a_place_for_a_price() => Assert.DoesNotContain(
        AssessmentsReflection.Descriptor.MessageTypes.SelectMany(m => m.Fields.InDeclarationOrder()),
        f => f.Name.Contains("price", StringComparison.Ordinal) || f.Name.Contains("planck", StringComparison.Ordinal) || f.Name.Contains("discount", StringComparison.Ordinal));

    [Fact]
    public void F15_A_need_is_stated_in_core_periods_regions_and_dates_first() =>
        Assert.Equal(["core_periods", "regions", "starts_on", "ends_on"], V1.AssessmentForm.Descriptor.Fields.InFieldNumberOrder().Take(4).Select(f => f.Name));

    [Theory]
    [InlineData("cut.txt", "hello", 6, null, "ATTACHMENT_DAMAGED")]
    [InlineData("more.txt", "hello", 4, null, "ATTACHMENT_DAMAGED")]
    [InlineData("lie.txt", "hello", 5, "0000000000000000000000000000000000000000000000000000000000000000", "ATTACHMENT_DAMAGED")]
    [InlineData("big.txt", "hello", 10485761, null, "ATTACHMENT_TOO_LARGE")]
    [InlineData("archive.zip", "PK\u0003\u0004", 4, null, "ATTACHMENT_TYPE")]
    [InlineData("archive.txt", "PK\u0003\u0004", 4, null, "ATTACHMENT_TYPE")]
    [InlineData("page.pdf", "hello", 5, null, "ATTACHMENT_TYPE")]
    [InlineData("numbers.json", "{\"a\":", 5, null, "ATTACHMENT_TYPE")]
    public async Task An_upload_that_is_not_what_it_says_leaves_nothing_behind(string name, string content, long size, string? digest, string reason)
    {
        var account = await world.WithAsync();
        var bytes = System.Text.Encoding.UTF8.GetBytes(content);
        var refusal = await LeadsWorld.RefusedAsync(UploadAsync(account, name, bytes, size, digest));
        Assert.Equal(reason, refusal.Reason);
        Assert.Empty((await Attachments().ListAttachmentsAsync(new() { AccountId = account.AccountId }, world.AsRita())).Attachments);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (reason == "ATTACHMENT_TYPE")
        {
            Assert.False(File.Exists(Path.Combine(world.Files, "objects", hash[..2], hash)));
        }
    }

    [Fact]
    public async Task The_same_bytes_are_stored_once_come_back_whole_and_a_damaged_file_is_never_given_out_whole()
    {
        var account = await world.WithAsync();
        var bytes = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(AccountWorld.Unique() + "é\n", 9000)));
        var (one, two) = (await UploadAsync(account, "../../etc/notes.md", bytes), await UploadAsync(account, "b.txt", bytes));
        Assert.Equal(("notes.md", "text/markdown", one.Sha256), (one.FileName, one.MediaType, two.Sha256));
        Assert.Equal(bytes, await DownloadAsync(two.AttachmentId));

        var stored = Path.Combine(world.Files, "objects", one.Sha256[..2], one.Sha256);
        var damaged = await File.ReadAllBytesAsync(stored);
        damaged[7] ^= 1;
        await File.WriteAllBytesAsync(stored, damaged);
        Assert.Equal(StatusCode.DataLoss, (await Assert.ThrowsAsync<RpcException>(() => DownloadAsync(one.AttachmentId))).StatusCode);
        File.Delete(stored);
        Assert.Equal(StatusCode.DataLoss, (await Assert.ThrowsAsync<RpcException>(() => DownloadAsync(two.AttachmentId))).StatusCode);
        await UploadAsync(account, "again.txt", bytes);
        Assert.Equal(bytes, await DownloadAsync(one.AttachmentId));
    }

    [Fact]
    public async Task D3_A_value_case_has_revisions_an_owner_and_a_date_of_review()
    {
        var account = await world.WithAsync();
        var file = await UploadAsync(account, "value.md", "# Why\n"u8.ToArray());
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var request = new PublishDocumentRequest { RequestId = LeadsWorld.NewId(), AttachmentId = file.AttachmentId, Kind = V1.DocumentKind.ValueCase, Title = "Why coretime", ReviewOn = $"{today.AddDays(30):yyyy-MM-dd}" };
        var first = (await Attachments().PublishDocumentAsync(request, world.AsRita())).Document;
        request = new(request) { RequestId = LeadsWorld.NewId(), Revises = first.DocumentId };
        var second = (await Attachments(1).PublishDocumentAsync(request, world.AsRita())).Document;
        Assert.Equal((2, world.Rita.Name, false), (second.Revision, second.OwnerName, second.ReviewDue));
        request = new(request) { RequestId = LeadsWorld.NewId() };
        Assert.Equal("DOCUMENT_SUPERSEDED", (await LeadsWorld.RefusedAsync(Attachments().PublishDocumentAsync(request, world.AsRita()).ResponseAsync)).Reason);
        var all = (await Attachments().ListDocumentsAsync(new() { AccountId = account.AccountId }, world.AsRita())).Documents;
        Assert.Equal([(2, true), (1, false)], all.Select(d => (d.Revision, d.Current)));
        request = new(request) { RequestId = LeadsWorld.NewId(), Revises = "", ReviewOn = $"{today:yyyy-MM-dd}" };
        Assert.Equal("review_on", (await LeadsWorld.RefusedAsync(Attachments().PublishDocumentAsync(request, world.AsRita()).ResponseAsync)).Fields.Single().Field);
    }

    [Fact]
    public async Task D1_D2_A_map_tells_the_coalition_the_next_conversation_and_what_a_big_deal_lacks()
    {
        var account = await world.AccountAsync(AccountWorld.Unique(), corePeriods: 53);
        var maps = new DecisionMapsService.DecisionMapsServiceClient(world.Replica(1).Channel);
        var contact = await world.ContactAsync(account, "Ada");
        var id = (await maps.SetDecisionMapAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, Title = "Buys a core", Track = new() { Name = "Medium spender", Unit = V1.PowerUnit.Votes, ApprovalBasisPoints = 5000 } }, world.AsRita())).MapId;
        var at = new V1.BlockName { Number = 7, Hash = $"0x{new string('a', 64)}" };
        var import = await maps.ImportDecisionWeightsAsync(new() { RequestId = LeadsWorld.NewId(), MapId = id, At = at, Csv = "address,weight\n5Aa,60\n5Bb,30\n5Cc,10" }, world.AsRita());
        Assert.Equal((3, 0), (import.Added, import.Changed));
        await maps.SetDecisionMemberAsync(
            new() { RequestId = LeadsWorld.NewId(), MapId = id, Member = new() { ContactId = contact, SoftPower = 4, Evidence = "Everybody asks her", Roles = { V1.DecisionRole.Champion } } }, world.AsRita());

        var before = await maps.GetDecisionMapAsync(new() { MapId = id }, world.AsRita());
        Assert.Equal((1, "60", "50"), (before.Coalition.MemberIds.Count, before.Coalition.Weight, before.Coalition.Needed));
        Assert.Equal(("5Aa", "50", 10_000), (before.Next.Name, before.Next.Gain, before.Next.GainBasisPoints));
        Assert.Single(before.InfluentialNotContacted);
        Assert.StartsWith("No executor is named", Assert.Single(before.Flags), StringComparison.Ordinal);

        await LogAsync(account, V1.ActivityKind.Meeting, "Met her", contact: contact);
        var after = await maps.GetDecisionMapAsync(new() { MapId = id }, world.AsRita());
        Assert.Empty(after.InfluentialNotContacted);
        Assert.Equal(world.Rita.Name, after.Map.Members.Single(m => m.ContactId == contact).ContactedBy);
        await world.LeadAsync(account);
        var (_, flag) = await world.FlagOfAsync(account);
        Assert.Equal((false, true), (flag.NoChampion, flag.NoExecutor));
    }

    private ActivitiesService.ActivitiesServiceClient Activities(int replica = 0) => new(world.Replica(replica).Channel);

    private AssessmentsService.AssessmentsServiceClient Assessments(int replica = 0) => new(world.Replica(replica).Channel);

    private AttachmentsService.AttachmentsServiceClient Attachments(int replica = 0) => new(world.Replica(replica).Channel);

    private async Task<LogActivityResponse> LogAsync(Account account, V1.ActivityKind kind, string summary, DateTimeOffset? at = null, string contact = "") => await Activities().LogActivityAsync(
        new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, Kind = kind, Summary = summary, ContactId = contact, OccurredAt = at is { } t ? Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(t) : null }, world.AsRita());

    private async Task<Attachment> UploadAsync(Account account, string name, byte[] bytes, long? size = null, string? digest = null)
    {
        using var call = Attachments().UploadAttachment(world.AsRita());
        var header = new AttachmentHeader { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, FileName = name, SizeBytes = size ?? bytes.Length, Sha256 = digest ?? Convert.ToHexStringLower(SHA256.HashData(bytes)) };
        try
        {
            await call.RequestStream.WriteAsync(new() { Header = header });
            foreach (var chunk in bytes.Chunk(1000))
            {
                await call.RequestStream.WriteAsync(new() { Chunk = ByteString.CopyFrom(chunk) });
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The server has answered already; its answer is what counts.
        }

        return (await call.ResponseAsync).Attachment;
    }

    private async Task<byte[]> DownloadAsync(string id)
    {
        using var call = Attachments(1).DownloadAttachment(new() { AttachmentId = id }, world.AsRita());
        var bytes = new List<byte>();
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            bytes.AddRange(call.ResponseStream.Current.Chunk.Span);
        }

        return [.. bytes];
    }

    private static WriteAssessmentRequest Write(Account account, params string[] files) => new()
    {
        RequestId = LeadsWorld.NewId(),
        AccountId = account.AccountId,
        AttachmentIds = { files },
        Form = new()
        {
            CorePeriods = 13,
            Regions = 13,
            StartsOn = "2027-01-05",
            EndsOn = "2027-12-31",
            Supply = V1.ProductLine.Bulk,
            Cores = 1,
            BlocksPerDay = 14_400,
            Workload = "A rollup with \"quotes\" and é",
            RuntimeStack = "polkadot-sdk",
            Verdict = Verdict.Fit,
        },
    };
}
