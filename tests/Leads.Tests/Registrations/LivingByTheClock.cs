using System.Globalization;
using CoretimeDesk.Leads.Registrations;
using static CoretimeDesk.Leads.Tests.Registrations.RegistrationScene;

namespace CoretimeDesk.Leads.Tests.Registrations;

public sealed class LivingByTheClock(ITestOutputHelper output)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    [Fact]
    public void Silence_for_three_working_days_approves_at_the_very_instant()
    {
        var friday = new DateTimeOffset(2026, 11, 6, 15, 0, 0, TimeSpan.Zero);
        var pending = Pending(Ann, friday);
        var due = new DateTimeOffset(2026, 11, 11, 15, 0, 0, TimeSpan.Zero);
        Assert.Same(pending, At(pending, due - Tick));
        var approved = Assert.IsType<Registration.Approved>(At(pending, due));
        Assert.Equal((due, due.AddDays(90)), (approved.ApprovedAt, approved.ProtectedUntil));
    }

    [Fact]
    public void No_activity_warns_after_21_days_and_releases_after_30()
    {
        var approved = Approved(Ann, Tuesday);
        Assert.Null(((Registration.Approved)At(approved, Tuesday.AddDays(21) - Tick)).WarnedAt);
        Assert.Equal(Tuesday.AddDays(21), ((Registration.Approved)At(approved, Tuesday.AddDays(21))).WarnedAt);
        Assert.True(At(approved, Tuesday.AddDays(30) - Tick).IsActive);
        var ended = Assert.IsType<Registration.Ended>(At(approved, Tuesday.AddDays(30)));
        Assert.Equal((Ending.Inactive, Tuesday.AddDays(30)), (ended.How, ended.At));
    }

    [Fact]
    public void Activity_starts_the_count_anew_and_takes_the_warning_back()
    {
        var warned = At(Approved(Ann, Tuesday), Tuesday.AddDays(25));
        var touched = (Registration.Approved)After(warned, RegistrationRules.NoteActivity(warned, Tuesday.AddDays(24), Tuesday.AddDays(25)));
        Assert.Equal((Tuesday.AddDays(24), null), (touched.LastActivityAt, touched.WarnedAt));
        Assert.True(At(touched, Tuesday.AddDays(54) - Tick).IsActive);
        Assert.False(At(touched, Tuesday.AddDays(54)).IsActive);
    }

    [Fact]
    public void Activity_that_is_old_or_lies_ahead_moves_nothing_it_should_not()
    {
        var approved = Approved(Ann, Tuesday);
        Assert.Empty(RegistrationRules.NoteActivity(approved, Tuesday.AddDays(-1), Tuesday.AddDays(2)).Events);
        var ahead = (Registration.Approved)After(approved, RegistrationRules.NoteActivity(approved, Tuesday.AddYears(1), Tuesday.AddDays(2)));
        Assert.Equal(Tuesday.AddDays(2), ahead.LastActivityAt);
    }

    [Fact]
    public void Protection_ends_after_90_days_however_much_happens()
    {
        Registration registration = Approved(Ann, Tuesday);
        for (var day = 10; day < 90; day += 10)
        {
            registration = At(registration, Tuesday.AddDays(day));
            registration = After(registration, RegistrationRules.NoteActivity(registration, Tuesday.AddDays(day), Tuesday.AddDays(day)));
        }

        Assert.True(At(registration, Tuesday.AddDays(90) - Tick).IsActive);
        var ended = Assert.IsType<Registration.Ended>(At(registration, Tuesday.AddDays(90)));
        Assert.Equal((Ending.Expired, Tuesday.AddDays(90)), (ended.How, ended.At));
    }

    [Fact]
    public void Ninety_days_over_a_leap_day_are_ninety_days()
    {
        var start = new DateTimeOffset(2028, 1, 10, 9, 0, 0, TimeSpan.Zero);
        Assert.Equal("2028-04-09", Approved(Ann, start).ProtectedUntil!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal("2027-04-10", Approved(Ann, start.AddYears(-1)).ProtectedUntil!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(Keeping.House)]
    [InlineData(Keeping.Customer)]
    public void What_belongs_to_the_house_or_has_bought_knows_no_clock(Keeping keeping)
    {
        var kept = Approved(Ann, Tuesday) with { Keeping = keeping, ProtectedUntil = null };
        Assert.Null(RegistrationDue.NextAt(kept, Rules));
        Assert.Same(kept, At(kept, Tuesday.AddYears(10)));
    }

    /// <summary>Whenever and however often somebody looks, the history is the same: what was due, at the instants at which it was due.</summary>
    [Fact]
    public void A_late_look_writes_the_history_of_a_punctual_one()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var start = Tuesday.AddMinutes(random.Next(400 * 24 * 60));
            Registration first = Pending(Ann, start);
            var end = start.AddDays(random.Next(1, 200));
            var late = RegistrationDue.By(end, first, Rules);

            var punctual = new List<RegistrationEvent>();
            var registration = first;
            for (var now = start; now < end; now = now.AddMinutes(random.Next(1, 4 * 24 * 60)))
            {
                Look(now);
            }

            Look(end);
            Look(end);
            Assert.True(late.SequenceEqual(punctual), $"seed {seed}, round {round}: late {string.Join(", ", late)}; punctual {string.Join(", ", punctual)}");

            void Look(DateTimeOffset now)
            {
                foreach (var happened in RegistrationDue.By(now, registration, Rules))
                {
                    punctual.Add(happened);
                    registration = Registration.Evolve(registration, happened);
                }
            }
        }
    }

    [Fact]
    public void An_event_that_cannot_follow_is_a_bug_and_says_so()
    {
        var ended = At(Approved(Ann, Tuesday), Tuesday.AddDays(40));
        Assert.Throws<System.Diagnostics.UnreachableException>(() => Registration.Evolve(ended, new RegistrationEvent.Approved(Tuesday, Tuesday, null)));
        Assert.Throws<System.Diagnostics.UnreachableException>(() => Registration.Evolve(null, new RegistrationEvent.ActivityNoted(Tuesday)));
    }
}
