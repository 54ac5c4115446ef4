using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Leads.Data.Migrations
{
    /// <inheritdoc />
    public partial class Registrations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence(
                name: "hand_over_numbers",
                schema: "leads");

            migrationBuilder.CreateSequence(
                name: "registration_numbers",
                schema: "leads");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "closed_at",
                schema: "leads",
                table: "leads",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "queue_due_at",
                schema: "leads",
                table: "leads",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "queue_reason",
                schema: "leads",
                table: "leads",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "won",
                schema: "leads",
                table: "leads",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "assignment_turns",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    front = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assignment_turns", x => x.id);
                    table.CheckConstraint("assignment_turns_one", "id = 1");
                },
                comment: "The place from which the latest turn was given: one row.");

            migrationBuilder.CreateTable(
                name: "claim_links",
                schema: "leads",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<short>(type: "smallint", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    result = table.Column<string>(type: "text", nullable: false),
                    who_id = table.Column<Guid>(type: "uuid", nullable: false),
                    who_name = table.Column<string>(type: "text", nullable: false),
                    registration_id = table.Column<Guid>(type: "uuid", nullable: true),
                    content = table.Column<string>(type: "text", nullable: false),
                    previous = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claim_links", x => new { x.account_id, x.line, x.position });
                    table.CheckConstraint("claim_links_hashes", "previous ~ '^[0-9a-f]{64}$' and hash ~ '^[0-9a-f]{64}$'");
                    table.CheckConstraint("claim_links_position", "position > 0");
                    table.ForeignKey(
                        name: "fk_claim_links_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Every claim, won, lost or incomplete, hashed together with the one before it. Rows are never changed.");

            migrationBuilder.CreateTable(
                name: "customer_care",
                schema: "leads",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    csm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    csm_name = table.Column<string>(type: "text", nullable: false),
                    hand_over_id = table.Column<Guid>(type: "uuid", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customer_care", x => x.account_id);
                    table.ForeignKey(
                        name: "fk_customer_care_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Who cares for each customer who has bought.");

            migrationBuilder.CreateTable(
                name: "hand_overs",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    step = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    from_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_name = table.Column<string>(type: "text", nullable: false),
                    to_id = table.Column<Guid>(type: "uuid", nullable: true),
                    to_name = table.Column<string>(type: "text", nullable: true),
                    note = table.Column<string>(type: "text", nullable: false),
                    checklist_items = table.Column<short[]>(type: "smallint[]", nullable: false),
                    checklist_notes = table.Column<string[]>(type: "text[]", nullable: false),
                    fact_kind = table.Column<short>(type: "smallint", nullable: true),
                    fact_id = table.Column<string>(type: "text", nullable: true),
                    fact_block_hash = table.Column<string>(type: "text", nullable: true),
                    fact_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    offered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cause = table.Column<short>(type: "smallint", nullable: true),
                    return_reason = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hand_overs", x => x.id);
                    table.CheckConstraint("hand_overs_checklist", "cardinality(checklist_items) = cardinality(checklist_notes)");
                    table.CheckConstraint("hand_overs_condition", "(step = 1 and lead_id is not null) or (step = 2 and fact_id is not null)");
                    table.CheckConstraint("hand_overs_offered", "(state = 2) = (due_at is not null) and (state not in (2, 3) or to_id is not null)");
                    table.ForeignKey(
                        name: "fk_hand_overs_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_hand_overs_leads_lead_id",
                        column: x => x.lead_id,
                        principalSchema: "leads",
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Customers on their way from one person to the next. One open hand-over for a lead, and one to a CSM for an account.");

            migrationBuilder.CreateTable(
                name: "known_people",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    may_sell = table.Column<bool>(type: "boolean", nullable: true),
                    roles_sequence = table.Column<long>(type: "bigint", nullable: false),
                    team_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    teams_sequence = table.Column<long>(type: "bigint", nullable: false),
                    disabled = table.Column<bool>(type: "boolean", nullable: false),
                    disabled_sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_people", x => x.id);
                },
                comment: "What Identity has told of people. Each fact keeps the sequence of the event that told it, because events come in any order.");

            migrationBuilder.CreateTable(
                name: "lead_assignments",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rep_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rep_name = table.Column<string>(type: "text", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lead_assignments", x => x.id);
                    table.ForeignKey(
                        name: "fk_lead_assignments_leads_lead_id",
                        column: x => x.lead_id,
                        principalSchema: "leads",
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "How each lead came to its owners, and why. Rows are never changed.");

            migrationBuilder.CreateTable(
                name: "notices",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices", x => x.id);
                },
                comment: "What people are told about what is theirs.");

            migrationBuilder.CreateTable(
                name: "ownership_moves",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    moved = table.Column<bool>(type: "boolean", nullable: false),
                    ended = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ownership_moves", x => x.id);
                },
                comment: "What merges of accounts did to registrations, hand-overs and care: how a merge is taken back.");

            migrationBuilder.CreateTable(
                name: "ownership_rules",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    decision_working_days = table.Column<int>(type: "integer", nullable: false),
                    protection_days = table.Column<int>(type: "integer", nullable: false),
                    extension_days = table.Column<int>(type: "integer", nullable: false),
                    extensions_max = table.Column<int>(type: "integer", nullable: false),
                    warn_after_days = table.Column<int>(type: "integer", nullable: false),
                    release_after_days = table.Column<int>(type: "integer", nullable: false),
                    open_leads_max = table.Column<int>(type: "integer", nullable: false),
                    monthly_capacity = table.Column<int>(type: "integer", nullable: false),
                    overflow_hours = table.Column<int>(type: "integer", nullable: false),
                    hand_over_working_days = table.Column<int>(type: "integer", nullable: false),
                    calendar_zone = table.Column<string>(type: "text", nullable: false),
                    holidays = table.Column<DateOnly[]>(type: "date[]", nullable: false),
                    adopted_by_name = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    adopted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ownership_rules", x => x.id);
                },
                comment: "Versions of the numbers that registrations, capacity and hand-overs go by. The highest number is in force.");

            migrationBuilder.CreateTable(
                name: "registrations",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    state_before = table.Column<short>(type: "smallint", nullable: true),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_name = table.Column<string>(type: "text", nullable: false),
                    team_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    contact = table.Column<string>(type: "text", nullable: false),
                    evidence_note = table.Column<string>(type: "text", nullable: false),
                    next_step = table.Column<string>(type: "text", nullable: false),
                    next_step_reason = table.Column<string>(type: "text", nullable: false),
                    next_step_on = table.Column<DateOnly>(type: "date", nullable: true),
                    claimed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decision_due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    approved_by_name = table.Column<string>(type: "text", nullable: true),
                    keeping = table.Column<short>(type: "smallint", nullable: true),
                    protected_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_activity_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    warned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    customer_document = table.Column<string>(type: "text", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ending = table.Column<short>(type: "smallint", nullable: true),
                    end_reason = table.Column<string>(type: "text", nullable: true),
                    rules_number = table.Column<int>(type: "integer", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registrations", x => x.id);
                    table.CheckConstraint("registrations_approved", "state <> 3 or (approved_at is not null and last_activity_at is not null and keeping is not null)");
                    table.CheckConstraint("registrations_claimed", "state not in (2, 3) or claimed_at is not null");
                    table.CheckConstraint("registrations_clock", "next_due_at is null or state in (2, 3)");
                    table.CheckConstraint("registrations_ended", "(state = 4) = (ended_at is not null) and (state = 4) = (ending is not null) and (state = 4) = (state_before is not null)");
                    table.CheckConstraint("registrations_pending", "state <> 2 or decision_due_at is not null");
                    table.CheckConstraint("registrations_protected", "state <> 3 or (protected_until is not null) = (keeping = 1)");
                    table.ForeignKey(
                        name: "fk_registrations_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Claims of reps to an account's product line. At most one of them is pending or approved: registrations_one_active.");

            migrationBuilder.CreateTable(
                name: "rep_profiles",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    functions = table.Column<short[]>(type: "smallint[]", nullable: false),
                    segments = table.Column<short[]>(type: "smallint[]", nullable: false),
                    territories = table.Column<string[]>(type: "text[]", nullable: false),
                    languages = table.Column<string[]>(type: "text[]", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    weight = table.Column<int>(type: "integer", nullable: false),
                    open_leads_max = table.Column<int>(type: "integer", nullable: true),
                    monthly_capacity = table.Column<int>(type: "integer", nullable: true),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    place = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rep_profiles", x => x.id);
                    table.CheckConstraint("rep_profiles_month", "monthly_capacity = 0 or monthly_capacity >= 30");
                    table.CheckConstraint("rep_profiles_open", "open_leads_max >= 0");
                    table.CheckConstraint("rep_profiles_weight", "weight between 1 and 10");
                },
                comment: "What each rep serves and may carry.");

            migrationBuilder.CreateTable(
                name: "registration_extensions",
                schema: "leads",
                columns: table => new
                {
                    registration_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    granted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    met_on = table.Column<DateOnly>(type: "date", nullable: true),
                    note = table.Column<string>(type: "text", nullable: true),
                    assessment = table.Column<string>(type: "text", nullable: true),
                    assessment_sha256 = table.Column<string>(type: "text", nullable: true),
                    signal = table.Column<short>(type: "smallint", nullable: true),
                    network = table.Column<string>(type: "text", nullable: true),
                    reference = table.Column<string>(type: "text", nullable: true),
                    event_index = table.Column<long>(type: "bigint", nullable: true),
                    signal_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registration_extensions", x => new { x.registration_id, x.position });
                    table.CheckConstraint("registration_extensions_evidence", "(signal is null) = (assessment is not null) and (signal is null) = (met_on is not null)");
                    table.ForeignKey(
                        name: "fk_registration_extensions_registrations_registration_id",
                        column: x => x.registration_id,
                        principalSchema: "leads",
                        principalTable: "registrations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Extensions of the present owner's protection, with the evidence of progress that earned each.");

            migrationBuilder.InsertData(
                schema: "leads",
                table: "assignment_turns",
                columns: new[] { "id", "front" },
                values: new object[] { 1, 0L });

            migrationBuilder.InsertData(
                schema: "leads",
                table: "ownership_rules",
                columns: new[] { "id", "adopted_at", "adopted_by_name", "calendar_zone", "decision_working_days", "extension_days", "extensions_max", "hand_over_working_days", "holidays", "monthly_capacity", "number", "open_leads_max", "overflow_hours", "protection_days", "reason", "release_after_days", "sequence", "version", "warn_after_days" },
                values: new object[] { new Guid("019340a0-0000-7000-8000-000000000001"), new DateTimeOffset(new DateTime(2026, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), "desk", "Etc/UTC", 3, 45, 2, 2, new DateOnly[0], 300, 1, 40, 24, 90, "The first version.", 30, 0L, 0L, 21 });

            migrationBuilder.CreateIndex(
                name: "leads_open_by_owner",
                schema: "leads",
                table: "leads",
                column: "owner_id",
                filter: "owner_id is not null and closed_at is null");

            migrationBuilder.CreateIndex(
                name: "leads_overflow",
                schema: "leads",
                table: "leads",
                columns: new[] { "queue_due_at", "id" },
                filter: "queue_due_at is not null");

            migrationBuilder.AddCheckConstraint(
                name: "leads_queue_is_for_open_ones",
                schema: "leads",
                table: "leads",
                sql: "queue_due_at is null or (owner_id is null and closed_at is null)");

            migrationBuilder.CreateIndex(
                name: "ix_customer_care_csm_id",
                schema: "leads",
                table: "customer_care",
                column: "csm_id");

            migrationBuilder.CreateIndex(
                name: "hand_overs_by_account",
                schema: "leads",
                table: "hand_overs",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "hand_overs_by_receiver",
                schema: "leads",
                table: "hand_overs",
                columns: new[] { "to_id", "id" });

            migrationBuilder.CreateIndex(
                name: "hand_overs_by_sender",
                schema: "leads",
                table: "hand_overs",
                columns: new[] { "from_id", "id" });

            migrationBuilder.CreateIndex(
                name: "hand_overs_due",
                schema: "leads",
                table: "hand_overs",
                columns: new[] { "due_at", "id" },
                filter: "due_at is not null");

            migrationBuilder.CreateIndex(
                name: "hand_overs_one_for_a_lead",
                schema: "leads",
                table: "hand_overs",
                column: "lead_id",
                unique: true,
                filter: "state = 2 and step = 1");

            migrationBuilder.CreateIndex(
                name: "hand_overs_one_to_a_csm",
                schema: "leads",
                table: "hand_overs",
                column: "account_id",
                unique: true,
                filter: "state <> 4 and step = 2");

            migrationBuilder.CreateIndex(
                name: "ix_hand_overs_number",
                schema: "leads",
                table: "hand_overs",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_lead_assignments_lead_id_at",
                schema: "leads",
                table: "lead_assignments",
                columns: new[] { "lead_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_lead_assignments_rep_id_at",
                schema: "leads",
                table: "lead_assignments",
                columns: new[] { "rep_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_notices_person_id_id",
                schema: "leads",
                table: "notices",
                columns: new[] { "person_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_ownership_moves_from_account_id_to_account_id",
                schema: "leads",
                table: "ownership_moves",
                columns: new[] { "from_account_id", "to_account_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ownership_rules_number",
                schema: "leads",
                table: "ownership_rules",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_registrations_number",
                schema: "leads",
                table: "registrations",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "registrations_by_account",
                schema: "leads",
                table: "registrations",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "registrations_by_owner",
                schema: "leads",
                table: "registrations",
                columns: new[] { "owner_id", "id" });

            migrationBuilder.CreateIndex(
                name: "registrations_by_state",
                schema: "leads",
                table: "registrations",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "registrations_due",
                schema: "leads",
                table: "registrations",
                columns: new[] { "next_due_at", "id" },
                filter: "next_due_at is not null");

            migrationBuilder.CreateIndex(
                name: "registrations_one_active",
                schema: "leads",
                table: "registrations",
                columns: new[] { "account_id", "line" },
                unique: true,
                filter: "state in (2, 3)");

            migrationBuilder.CreateIndex(
                name: "registrations_one_draft",
                schema: "leads",
                table: "registrations",
                columns: new[] { "account_id", "line", "owner_id" },
                unique: true,
                filter: "state = 1");

            migrationBuilder.Sql(ClaimLinksGuard.Create);
            migrationBuilder.Sql(MergedAccountGuard.On("registrations"));
            migrationBuilder.Sql(MergedAccountGuard.On("hand_overs"));
            migrationBuilder.Sql(MergedAccountGuard.On("customer_care"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(MergedAccountGuard.Off("customer_care"));
            migrationBuilder.Sql(MergedAccountGuard.Off("hand_overs"));
            migrationBuilder.Sql(MergedAccountGuard.Off("registrations"));
            migrationBuilder.Sql(ClaimLinksGuard.Drop);

            migrationBuilder.DropTable(
                name: "assignment_turns",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "claim_links",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "customer_care",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "hand_overs",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "known_people",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "lead_assignments",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "notices",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "ownership_moves",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "ownership_rules",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "registration_extensions",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "rep_profiles",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "registrations",
                schema: "leads");

            migrationBuilder.DropIndex(
                name: "leads_open_by_owner",
                schema: "leads",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_overflow",
                schema: "leads",
                table: "leads");

            migrationBuilder.DropCheckConstraint(
                name: "leads_queue_is_for_open_ones",
                schema: "leads",
                table: "leads");

            migrationBuilder.DropColumn(
                name: "closed_at",
                schema: "leads",
                table: "leads");

            migrationBuilder.DropColumn(
                name: "queue_due_at",
                schema: "leads",
                table: "leads");

            migrationBuilder.DropColumn(
                name: "queue_reason",
                schema: "leads",
                table: "leads");

            migrationBuilder.DropColumn(
                name: "won",
                schema: "leads",
                table: "leads");

            migrationBuilder.DropSequence(
                name: "hand_over_numbers",
                schema: "leads");

            migrationBuilder.DropSequence(
                name: "registration_numbers",
                schema: "leads");
        }
    }
}
