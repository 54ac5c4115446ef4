using System;
using System.Numerics;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace CoretimeDesk.Leads.Data.Migrations
{
    /// <inheritdoc />
    public partial class CustomerWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence(
                name: "assessment_numbers",
                schema: "leads");

            migrationBuilder.CreateTable(
                name: "activities",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    summary = table.Column<string>(type: "text", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_order = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    reference = table.Column<string>(type: "text", nullable: false),
                    duplicate_of_id = table.Column<Guid>(type: "uuid", nullable: true),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activities", x => x.id);
                    table.ForeignKey(
                        name: "fk_activities_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_activities_activities_duplicate_of_id",
                        column: x => x.duplicate_of_id,
                        principalSchema: "leads",
                        principalTable: "activities",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_activities_contacts_contact_id",
                        column: x => x.contact_id,
                        principalSchema: "leads",
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_activities_leads_lead_id",
                        column: x => x.lead_id,
                        principalSchema: "leads",
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What happened at accounts: one stream of what people, the desk, quotes and chains did. Nothing is deleted.");

            migrationBuilder.CreateTable(
                name: "assessments",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    core_periods = table.Column<long>(type: "bigint", nullable: false),
                    regions = table.Column<long>(type: "bigint", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: false),
                    supply = table.Column<short>(type: "smallint", nullable: false),
                    cores = table.Column<long>(type: "bigint", nullable: false),
                    elastic_scaling = table.Column<bool>(type: "boolean", nullable: false),
                    blocks_per_day = table.Column<long>(type: "bigint", nullable: false),
                    workload = table.Column<string>(type: "text", nullable: false),
                    runtime_stack = table.Column<string>(type: "text", nullable: false),
                    migration = table.Column<string>(type: "text", nullable: false),
                    risks = table.Column<string[]>(type: "text[]", nullable: false),
                    verdict = table.Column<short>(type: "smallint", nullable: false),
                    conditions = table.Column<string[]>(type: "text[]", nullable: false),
                    canonical = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    written_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    written_by = table.Column<string>(type: "text", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    valid_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by = table.Column<string>(type: "text", nullable: true),
                    withdrawn_reason = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessments", x => x.id);
                    table.CheckConstraint("assessments_conditions", "(verdict = 2) = (cardinality(conditions) > 0)");
                    table.CheckConstraint("assessments_need", "core_periods >= 1 and ends_on >= starts_on and (supply = 1) = (regions >= 1) and (supply = 1) = (cores >= 1)");
                    table.CheckConstraint("assessments_revision", "revision >= 1");
                    table.CheckConstraint("assessments_valid", "valid_until > written_at");
                    table.CheckConstraint("assessments_withdrawn_is_whole", "(withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_reason is null)");
                    table.ForeignKey(
                        name: "fk_assessments_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assessments_leads_lead_id",
                        column: x => x.lead_id,
                        principalSchema: "leads",
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Technical assessments. One row per version; what was written never changes. No prices.");

            migrationBuilder.CreateTable(
                name: "attachments",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    media_type = table.Column<string>(type: "text", nullable: false),
                    size_bytes = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    uploaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    uploaded_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    uploaded_by = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attachments", x => x.id);
                    table.CheckConstraint("attachments_sha256", "sha256 ~ '^[0-9a-f]{64}$'");
                    table.CheckConstraint("attachments_size", "size_bytes > 0");
                    table.ForeignKey(
                        name: "fk_attachments_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Files about accounts. Their bytes are in the attachment store, under their digest.");

            migrationBuilder.CreateTable(
                name: "cadence_templates",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cadence_templates", x => x.id);
                },
                comment: "Names of cadences, and which version is the latest.");

            migrationBuilder.CreateTable(
                name: "contact_days",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    by_cadence = table.Column<bool>(type: "boolean", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact_days", x => x.id);
                    table.ForeignKey(
                        name: "fk_contact_days_contacts_contact_id",
                        column: x => x.contact_id,
                        principalSchema: "leads",
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Days on which a contact was touched: at most one touch of a cadence on each.");

            migrationBuilder.CreateTable(
                name: "decision_maps",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    title = table.Column<string>(type: "text", nullable: false),
                    track_name = table.Column<string>(type: "text", nullable: false),
                    unit = table.Column<short>(type: "smallint", nullable: false),
                    approval_basis_points = table.Column<int>(type: "integer", nullable: false),
                    turnout = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    support_basis_points = table.Column<int>(type: "integer", nullable: false),
                    electorate = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decision_maps", x => x.id);
                    table.CheckConstraint("decision_maps_track", "approval_basis_points between 1 and 10000 and support_basis_points between 0 and 10000 and (support_basis_points = 0 or electorate is not null)");
                    table.ForeignKey(
                        name: "fk_decision_maps_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_decision_maps_leads_lead_id",
                        column: x => x.lead_id,
                        principalSchema: "leads",
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "How customers that are DAOs decide.");

            migrationBuilder.CreateTable(
                name: "import_files",
                schema: "leads",
                columns: table => new
                {
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    format = table.Column<short>(type: "smallint", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    rows_done = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_files", x => new { x.sha256, x.format });
                },
                comment: "How far the import of a file came. It spares looking for rows again; what is right is decided by import_rows alone.");

            migrationBuilder.CreateTable(
                name: "import_rows",
                schema: "leads",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: false),
                    external_ref = table.Column<string>(type: "text", nullable: false),
                    imported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_rows", x => x.hash);
                },
                comment: "Rows of files that became leads, by the hash of what was read. A row that is here is not imported again.");

            migrationBuilder.CreateTable(
                name: "price_watches",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<string>(type: "text", nullable: false),
                    price = table.Column<BigInteger>(type: "numeric(39,0)", nullable: false),
                    symbol = table.Column<string>(type: "text", nullable: false),
                    decimals = table.Column<int>(type: "integer", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    set_by = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reached_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    dropped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_price_watches", x => x.id);
                    table.CheckConstraint("price_watches_end_once", "reached_at is null or dropped_at is null");
                    table.ForeignKey(
                        name: "fk_price_watches_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Prices that customers wait for.");

            migrationBuilder.CreateTable(
                name: "renewables",
                schema: "leads",
                columns: table => new
                {
                    chain = table.Column<string>(type: "text", nullable: false),
                    core = table.Column<int>(type: "integer", nullable: false),
                    begin = table.Column<long>(type: "bigint", nullable: false),
                    tasks = table.Column<long[]>(type: "bigint[]", nullable: false),
                    price = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    fact_id = table.Column<string>(type: "text", nullable: false),
                    is_over = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_renewables", x => new { x.chain, x.core, x.begin });
                },
                comment: "Workloads that may be renewed, by the timeslice from which the renewal runs.");

            migrationBuilder.CreateTable(
                name: "sales",
                schema: "leads",
                columns: table => new
                {
                    chain = table.Column<string>(type: "text", nullable: false),
                    region_begin = table.Column<long>(type: "bigint", nullable: false),
                    cores_offered = table.Column<long>(type: "bigint", nullable: true),
                    end_price = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    cores_sold = table.Column<long>(type: "bigint", nullable: false),
                    began_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    relay_block = table.Column<long>(type: "bigint", nullable: false),
                    sale_start = table.Column<long>(type: "bigint", nullable: false),
                    leadin_length = table.Column<long>(type: "bigint", nullable: false),
                    symbol = table.Column<string>(type: "text", nullable: false),
                    decimals = table.Column<int>(type: "integer", nullable: false),
                    fact_id = table.Column<string>(type: "text", nullable: false),
                    told_nearly_gone = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sales", x => new { x.chain, x.region_begin });
                },
                comment: "Sales of coretime, as far as published facts tell: for tasks that a sale's beginning or end asks for.");

            migrationBuilder.CreateTable(
                name: "activity_corrections",
                schema: "leads",
                columns: table => new
                {
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    summary = table.Column<string>(type: "text", nullable: false),
                    withdrawn = table.Column<bool>(type: "boolean", nullable: false),
                    corrected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    corrected_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    corrected_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activity_corrections", x => new { x.activity_id, x.number });
                    table.ForeignKey(
                        name: "fk_activity_corrections_activities_activity_id",
                        column: x => x.activity_id,
                        principalSchema: "leads",
                        principalTable: "activities",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What somebody said of an entry later. The entry stays.");

            migrationBuilder.CreateTable(
                name: "assessment_attachments",
                schema: "leads",
                columns: table => new
                {
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attachment_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessment_attachments", x => new { x.assessment_id, x.attachment_id });
                    table.ForeignKey(
                        name: "fk_assessment_attachments_assessments_assessment_id",
                        column: x => x.assessment_id,
                        principalSchema: "leads",
                        principalTable: "assessments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assessment_attachments_attachments_attachment_id",
                        column: x => x.attachment_id,
                        principalSchema: "leads",
                        principalTable: "attachments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Files of versions of assessments.");

            migrationBuilder.CreateTable(
                name: "documents",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    series_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    attachment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_name = table.Column<string>(type: "text", nullable: false),
                    review_on = table.Column<DateOnly>(type: "date", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_by = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_documents", x => x.id);
                    table.CheckConstraint("documents_revision", "revision >= 1");
                    table.ForeignKey(
                        name: "fk_documents_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_documents_attachments_attachment_id",
                        column: x => x.attachment_id,
                        principalSchema: "leads",
                        principalTable: "attachments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Value cases and competitor comparisons. One row per revision; a row never changes.");

            migrationBuilder.CreateTable(
                name: "cadence_versions",
                schema: "leads",
                columns: table => new
                {
                    template_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    cool_down_days = table.Column<int>(type: "integer", nullable: false),
                    steps = table.Column<string>(type: "jsonb", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cadence_versions", x => new { x.template_id, x.number });
                    table.ForeignKey(
                        name: "fk_cadence_versions_cadence_templates_template_id",
                        column: x => x.template_id,
                        principalSchema: "leads",
                        principalTable: "cadence_templates",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What a cadence says. A row never changes: enrolments keep the version they began with.");

            migrationBuilder.CreateTable(
                name: "decision_members",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    map_id = table.Column<Guid>(type: "uuid", nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    address = table.Column<string>(type: "text", nullable: false),
                    weight = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    weight_block = table.Column<long>(type: "bigint", nullable: true),
                    weight_block_hash = table.Column<string>(type: "text", nullable: true),
                    imported = table.Column<bool>(type: "boolean", nullable: false),
                    soft_power = table.Column<short>(type: "smallint", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: false),
                    roles = table.Column<short[]>(type: "smallint[]", nullable: false),
                    stance = table.Column<short>(type: "smallint", nullable: false),
                    contacted_on = table.Column<DateOnly>(type: "date", nullable: true),
                    contacted_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decision_members", x => x.id);
                    table.CheckConstraint("decision_members_soft_power", "soft_power between 0 and 5 and (soft_power = 0 or evidence <> '')");
                    table.CheckConstraint("decision_members_weight", "weight >= 0 and (weight is null or weight = 0 or (weight_block is not null and weight_block_hash is not null))");
                    table.ForeignKey(
                        name: "fk_decision_members_contacts_contact_id",
                        column: x => x.contact_id,
                        principalSchema: "leads",
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_decision_members_decision_maps_map_id",
                        column: x => x.map_id,
                        principalSchema: "leads",
                        principalTable: "decision_maps",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Those who have a say. What is written about people is deleted with the contact that they are.");

            migrationBuilder.CreateTable(
                name: "cadence_enrolments",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    template_id = table.Column<Guid>(type: "uuid", nullable: false),
                    template_number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    start_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    slots = table.Column<string>(type: "jsonb", nullable: false),
                    touches = table.Column<int>(type: "integer", nullable: false),
                    next = table.Column<int>(type: "integer", nullable: false),
                    waiting = table.Column<bool>(type: "boolean", nullable: false),
                    last_made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cause = table.Column<short>(type: "smallint", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false),
                    enrolled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    enrolled_by = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cadence_enrolments", x => x.id);
                    table.CheckConstraint("cadence_enrolments_end", "(state = 4) = (cause is not null) and (state in (3, 4)) = (ended_at is not null)");
                    table.CheckConstraint("cadence_enrolments_next", "next_at is null or (state = 1 and not waiting)");
                    table.ForeignKey(
                        name: "fk_cadence_enrolments_cadence_versions_template_id_template_nu~",
                        columns: x => new { x.template_id, x.template_number },
                        principalSchema: "leads",
                        principalTable: "cadence_versions",
                        principalColumns: new[] { "template_id", "number" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_cadence_enrolments_contacts_contact_id",
                        column: x => x.contact_id,
                        principalSchema: "leads",
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_cadence_enrolments_leads_lead_id",
                        column: x => x.lead_id,
                        principalSchema: "leads",
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Contacts on their way through a cadence. They belong to the account that their lead belongs to.");

            migrationBuilder.CreateTable(
                name: "cadence_touches",
                schema: "leads",
                columns: table => new
                {
                    enrolment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    slot = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    problem = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cadence_touches", x => new { x.enrolment_id, x.slot });
                    table.ForeignKey(
                        name: "fk_cadence_touches_cadence_enrolments_enrolment_id",
                        column: x => x.enrolment_id,
                        principalSchema: "leads",
                        principalTable: "cadence_enrolments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Touches that were begun. A sending is written here before it is made, and is never made a second time.");

            migrationBuilder.CreateTable(
                name: "tasks",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    cause = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    enrolment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    slot = table.Column<int>(type: "integer", nullable: true),
                    channel = table.Column<short>(type: "smallint", nullable: true),
                    title = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    owner_name = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    escalated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    team_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    snoozes = table.Column<int>(type: "integer", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tasks", x => x.id);
                    table.CheckConstraint("tasks_closed", "(state = 1) = (closed_at is null)");
                    table.CheckConstraint("tasks_somebodys", "owner_id is not null or lead_id is not null");
                    table.ForeignKey(
                        name: "fk_tasks_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tasks_cadence_enrolments_enrolment_id",
                        column: x => x.enrolment_id,
                        principalSchema: "leads",
                        principalTable: "cadence_enrolments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tasks_contacts_contact_id",
                        column: x => x.contact_id,
                        principalSchema: "leads",
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tasks_leads_lead_id",
                        column: x => x.lead_id,
                        principalSchema: "leads",
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What people are to do: touches of cadences, and what the chain asks for.");

            migrationBuilder.CreateIndex(
                name: "leads_state_claimed",
                schema: "leads",
                table: "leads",
                column: "id",
                filter: "owner_id is not null and closed_at is null");

            migrationBuilder.CreateIndex(
                name: "leads_state_closed",
                schema: "leads",
                table: "leads",
                column: "id",
                filter: "closed_at is not null");

            migrationBuilder.CreateIndex(
                name: "leads_state_open",
                schema: "leads",
                table: "leads",
                column: "id",
                filter: "owner_id is null and closed_at is null");

            migrationBuilder.CreateIndex(
                name: "activities_of_contact",
                schema: "leads",
                table: "activities",
                columns: new[] { "contact_id", "occurred_at", "recorded_order" },
                filter: "contact_id is not null and duplicate_of_id is null");

            migrationBuilder.CreateIndex(
                name: "activities_reference",
                schema: "leads",
                table: "activities",
                columns: new[] { "account_id", "reference" },
                unique: true,
                filter: "reference <> '' and duplicate_of_id is null");

            migrationBuilder.CreateIndex(
                name: "activities_stream",
                schema: "leads",
                table: "activities",
                columns: new[] { "account_id", "occurred_at", "recorded_order" },
                filter: "duplicate_of_id is null");

            migrationBuilder.CreateIndex(
                name: "ix_activities_duplicate_of_id",
                schema: "leads",
                table: "activities",
                column: "duplicate_of_id");

            migrationBuilder.CreateIndex(
                name: "ix_activities_lead_id",
                schema: "leads",
                table: "activities",
                column: "lead_id");

            migrationBuilder.CreateIndex(
                name: "ix_assessment_attachments_attachment_id",
                schema: "leads",
                table: "assessment_attachments",
                column: "attachment_id");

            migrationBuilder.CreateIndex(
                name: "assessments_digest",
                schema: "leads",
                table: "assessments",
                column: "sha256",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "assessments_of_account",
                schema: "leads",
                table: "assessments",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "assessments_one_version",
                schema: "leads",
                table: "assessments",
                columns: new[] { "number", "revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assessments_lead_id",
                schema: "leads",
                table: "assessments",
                column: "lead_id");

            migrationBuilder.CreateIndex(
                name: "attachments_of_account",
                schema: "leads",
                table: "attachments",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_attachments_sha256",
                schema: "leads",
                table: "attachments",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "cadence_enrolments_by_contact",
                schema: "leads",
                table: "cadence_enrolments",
                columns: new[] { "contact_id", "id" });

            migrationBuilder.CreateIndex(
                name: "cadence_enrolments_by_lead",
                schema: "leads",
                table: "cadence_enrolments",
                columns: new[] { "lead_id", "id" });

            migrationBuilder.CreateIndex(
                name: "cadence_enrolments_due",
                schema: "leads",
                table: "cadence_enrolments",
                columns: new[] { "next_at", "id" },
                filter: "next_at is not null");

            migrationBuilder.CreateIndex(
                name: "cadence_enrolments_one_open",
                schema: "leads",
                table: "cadence_enrolments",
                columns: new[] { "contact_id", "template_id" },
                unique: true,
                filter: "state in (1, 2)");

            migrationBuilder.CreateIndex(
                name: "ix_cadence_enrolments_template_id_template_number",
                schema: "leads",
                table: "cadence_enrolments",
                columns: new[] { "template_id", "template_number" });

            migrationBuilder.CreateIndex(
                name: "ix_cadence_templates_name",
                schema: "leads",
                table: "cadence_templates",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "cadence_touches_on_their_way",
                schema: "leads",
                table: "cadence_touches",
                columns: new[] { "begun_at", "enrolment_id" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "contact_days_by_time",
                schema: "leads",
                table: "contact_days",
                columns: new[] { "contact_id", "at" });

            migrationBuilder.CreateIndex(
                name: "contact_days_one_planned",
                schema: "leads",
                table: "contact_days",
                columns: new[] { "contact_id", "day" },
                unique: true,
                filter: "by_cadence");

            migrationBuilder.CreateIndex(
                name: "decision_maps_of_account",
                schema: "leads",
                table: "decision_maps",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_decision_maps_lead_id",
                schema: "leads",
                table: "decision_maps",
                column: "lead_id");

            migrationBuilder.CreateIndex(
                name: "decision_members_one_address",
                schema: "leads",
                table: "decision_members",
                columns: new[] { "map_id", "address" },
                unique: true,
                filter: "address <> ''");

            migrationBuilder.CreateIndex(
                name: "ix_decision_members_contact_id",
                schema: "leads",
                table: "decision_members",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "documents_of_account",
                schema: "leads",
                table: "documents",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "documents_one_revision",
                schema: "leads",
                table: "documents",
                columns: new[] { "series_id", "revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_documents_attachment_id",
                schema: "leads",
                table: "documents",
                column: "attachment_id");

            migrationBuilder.CreateIndex(
                name: "import_rows_with_reference",
                schema: "leads",
                table: "import_rows",
                column: "lead_id",
                filter: "external_ref <> ''");

            migrationBuilder.CreateIndex(
                name: "ix_price_watches_account_id_id",
                schema: "leads",
                table: "price_watches",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "price_watches_open",
                schema: "leads",
                table: "price_watches",
                column: "chain",
                filter: "reached_at is null and dropped_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_renewables_chain_begin",
                schema: "leads",
                table: "renewables",
                columns: new[] { "chain", "begin" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_contact_id",
                schema: "leads",
                table: "tasks",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_reference",
                schema: "leads",
                table: "tasks",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "tasks_by_account",
                schema: "leads",
                table: "tasks",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "tasks_open_by_due",
                schema: "leads",
                table: "tasks",
                columns: new[] { "due_at", "id" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "tasks_open_by_enrolment",
                schema: "leads",
                table: "tasks",
                column: "enrolment_id",
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "tasks_open_by_lead",
                schema: "leads",
                table: "tasks",
                columns: new[] { "lead_id", "due_at", "id" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "tasks_open_by_owner",
                schema: "leads",
                table: "tasks",
                columns: new[] { "owner_id", "due_at", "id" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_size_tier_id",
                schema: "leads",
                table: "accounts",
                columns: new[] { "size_tier", "id" });

            migrationBuilder.Sql(MergedAccountGuard.On("activities"));
            migrationBuilder.Sql(MergedAccountGuard.On("attachments"));
            migrationBuilder.Sql(MergedAccountGuard.On("documents"));
            migrationBuilder.Sql(MergedAccountGuard.On("assessments"));
            migrationBuilder.Sql(MergedAccountGuard.On("decision_maps"));
            migrationBuilder.Sql(MergedAccountGuard.On("price_watches"));
            migrationBuilder.Sql(MergedAccountGuard.On("tasks"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(MergedAccountGuard.Off("tasks"));
            migrationBuilder.Sql(MergedAccountGuard.Off("price_watches"));
            migrationBuilder.Sql(MergedAccountGuard.Off("decision_maps"));
            migrationBuilder.Sql(MergedAccountGuard.Off("assessments"));
            migrationBuilder.Sql(MergedAccountGuard.Off("documents"));
            migrationBuilder.Sql(MergedAccountGuard.Off("attachments"));
            migrationBuilder.Sql(MergedAccountGuard.Off("activities"));

            migrationBuilder.DropIndex(
                name: "ix_accounts_size_tier_id",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropTable(
                name: "activity_corrections",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "assessment_attachments",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "cadence_touches",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "contact_days",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "decision_members",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "documents",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "import_files",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "import_rows",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "price_watches",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "renewables",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "sales",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "tasks",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "activities",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "assessments",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "decision_maps",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "attachments",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "cadence_enrolments",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "cadence_versions",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "cadence_templates",
                schema: "leads");

            migrationBuilder.DropIndex(
                name: "leads_state_claimed",
                schema: "leads",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_state_closed",
                schema: "leads",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_state_open",
                schema: "leads",
                table: "leads");

            migrationBuilder.DropSequence(
                name: "assessment_numbers",
                schema: "leads");
        }
    }
}
