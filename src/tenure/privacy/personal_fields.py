"""Every column of every table: whether it holds something about a human being, and so who exports and erases it.

A new column fails `tests/privacy/test_personal_fields.py` until it stands here. The exporter and the eraser of a
personal column are the functions of its room in `tenure.journeys.keeping.subject_request.HOLDERS`; those of a free text are
`tenure.journeys.keeping.mentions`, which looks for the person's names and contacts in it.
"""

# About a person at a client: exported and erased with the person, by the room of the table.
PERSON = "person"
# About a client, which may be one human being: exported and erased with such a client, by the room of the table.
CLIENT = "client"
# Words of ours in which anybody may be mentioned: mentions are exported with their text and hidden by an erasure.
TEXT = "text"
# About our own people: kept as long as the account, which is never deleted because the audit log points to it.
STAFF = "staff"
# Nothing about anybody.
NOTHING = "nothing"

KINDS = (PERSON, CLIENT, TEXT, STAFF, NOTHING)

FIELDS: dict[str, dict[str, str]] = {
    "auth.Group": {NOTHING: "id name permissions"},
    "auth.Permission": {NOTHING: "id name content_type codename"},
    "auth.Group_permissions": {NOTHING: "id group permission"},
    "contenttypes.ContentType": {NOTHING: "id app_label model"},
    "sessions.Session": {STAFF: "session_key session_data", NOTHING: "expire_date"},
    "axes.AccessFailureLog": {
        STAFF: "user_agent ip_address username http_accept path_info", NOTHING: "id attempt_time locked_out",
    },
    "axes.AccessAttempt": {
        STAFF: "user_agent ip_address username http_accept path_info get_data post_data",
        NOTHING: "id attempt_time failures_since_start",
    },
    "axes.AccessAttemptExpiration": {NOTHING: "access_attempt expires_at"},
    "axes.AccessLog": {
        STAFF: "user_agent ip_address username http_accept path_info session_hash",
        NOTHING: "id attempt_time logout_time",
    },
    "privacy.User": {
        STAFF: "email name password role last_login language theme single_keys day_minutes visit_every_days",
        NOTHING: "id is_active may_see_sensitive created_at",
    },
    "privacy.Workspace": {NOTHING: "id name currency language time_zone hour_cost_minor silence_level"},
    "privacy.AuditRow": {PERSON: "details", TEXT: "details", STAFF: "actor", NOTHING: "id at action subject_kind subject_id"},
    "privacy.Reading": {PERSON: "at person_id fact_id type_code", STAFF: "actor", NOTHING: "id"},
    "privacy.StoragePeriod": {NOTHING: "id kind days changed_at", STAFF: "changed_by"},
    "privacy.Erasure": {NOTHING: "id at subject_kind subject_id digest counts rows left", STAFF: "actor"},
    "privacy.DailyRun": {NOTHING: "id name day started_at finished_at"},
    "clients.Client": {
        CLIENT: "name normal_name search_text external_id email tax_id phone country created_at",
        STAFF: "owner", NOTHING: "id merged_into import_batch_id",
    },
    "clients.Phone": {CLIENT: "client normal"},
    "clients.Alias": {CLIENT: "client kind value", NOTHING: "id"},
    "clients.DoubtfulPair": {
        CLIENT: "first second moved", NOTHING: "id similarity reason state decided_at", STAFF: "decided_by",
    },
    "clients.Note": {CLIENT: "client text created_at", TEXT: "text", STAFF: "author", NOTHING: "id"},
    # The index of the search repeats what stands elsewhere: triggers take an entry away with its source, at once.
    "clients.SearchEntry": {NOTHING: "id kind record_id client_id code text"},
    "clients.SearchWaiting": {NOTHING: "id kind record_id"},
    "clients.SearchWord": {NOTHING: "word size backwards"},
    "clients.SearchProgress": {NOTHING: "id learnt_client"},
    "clients.SavedView": {TEXT: "name filters", STAFF: "owner", NOTHING: "id created_at"},
    "clients.Person": {
        PERSON: "name normal_name search_text language merged_into moved created_at",
        STAFF: "created_by", NOTHING: "id erased_at version",
    },
    "clients.Channel": {PERSON: "person kind value normal preferred", NOTHING: "id"},
    "clients.Post": {
        PERSON: "person client title department duties reports_to is_contact since until",
        TEXT: "title department duties", NOTHING: "id created_at",
    },
    "clients.Company": {
        CLIENT: "client", TEXT: "note", NOTHING: "id name normal_name search_text merged_into moved created_at",
        STAFF: "created_by",
    },
    "clients.CompanyTie": {CLIENT: "client company kind what until", TEXT: "what", NOTHING: "id from_fact created_at"},
    "clients.Consent": {
        PERSON: "person purpose basis proof given_on expires_on withdrawn_on", TEXT: "proof",
        STAFF: "recorded_by withdrawn_by", NOTHING: "id recorded_at",
    },
    "clients.DecisionUnit": {
        CLIENT: "client title value_minor state closed_on", TEXT: "title", NOTHING: "id base_rate template created_at version",
    },
    "clients.UnitMember": {
        PERSON: "unit person role weight attitude susceptibility veto contact estimate interest objection next_step "
        "effort_minutes",
        TEXT: "interest objection next_step", NOTHING: "id seat x y version",
    },
    "clients.Criterion": {PERSON: "member name weight", TEXT: "name", NOTHING: "id"},
    "clients.Argument": {CLIENT: "unit text", TEXT: "text", NOTHING: "id proof"},
    "clients.DecisionTable": {CLIENT: "unit content", TEXT: "content", STAFF: "changed_by", NOTHING: "changed_at version"},
    "clients.RivalAttitude": {PERSON: "member company attitude", NOTHING: "id"},
    "clients.Tie": {PERSON: "unit kind who whom strength", NOTHING: "id"},
    "clients.OurContact": {PERSON: "member strength", STAFF: "user", NOTHING: "id"},
    "clients.FactType": {
        TEXT: "label help question", STAFF: "changed_by",
        NOTHING: "id code own block value_kind choices tie minutes lift_class half_life_days sensitivity applies "
        "applies_changed hidden enabled changed_at",
    },
    "clients.MinimalProfile": {NOTHING: "id sort codes only changed_at", STAFF: "changed_by"},
    "clients.Fact": {
        PERSON: "person type_code value sealed source source_person how confidence known_on not_to_be_shown expires_on",
        CLIENT: "client", TEXT: "value source", STAFF: "recorded_by",
        NOTHING: "id company interaction_id recorded_at superseded_at superseded_by",
    },
    "clients.FactFile": {PERSON: "name content", CLIENT: "fact", NOTHING: "media_type size"},
    "agenda.CalendarFeed": {STAFF: "user last_read_at", NOTHING: "id digest created_at"},
    "agenda.Task": {
        PERSON: "person title reason due_on state close_note postpone_reason", CLIENT: "client",
        TEXT: "title reason close_note postpone_reason", STAFF: "owner closed_by",
        NOTHING: "id kind interaction_id theirs episode stake_minor stake_low_minor stake_high_minor minutes "
        "worth_per_minute show_from postponed_times closed_at created_at version",
    },
    "orders.ImportProfile": {NOTHING: "id signature name options used_at"},
    "orders.ImportBatch": {
        TEXT: "file_name report error", STAFF: "actor",
        NOTHING: "id stored_as file_sha256 file_bytes options state phase rows_total rows_done counts created_at "
        "started_at heartbeat_at finished_at",
    },
    "orders.Product": {NOTHING: "id key name category"},
    # Orders and totals stay: accounting. Their client no longer says who it was.
    "orders.Order": {
        CLIENT: "client number day amount_minor currency is_return",
        NOTHING: "id margin_minor rate line_count looks_damaged batch",
    },
    "orders.OrderLine": {NOTHING: "id order batch product quantity amount_minor margin_minor fingerprint is_return damage"},
    "orders.AmountDecision": {STAFF: "actor undone_by", NOTHING: "id kind reason at undone_at"},
    "orders.AmountChange": {
        NOTHING: "id decision line damage before_minor after_minor margin_before_minor margin_after_minor"
    },
    "orders.ScoreRun": {
        STAFF: "actor",
        NOTHING: "id state as_of model_version parameters summary client_count error requested_at heartbeat_at finished_at",
    },
    "orders.OwnerFigures": {NOTHING: "id run scope figures"},
    "orders.ClientScore": {
        CLIENT: "client first_day last_day abc_class xyz_stability_class p_active value_12m_minor is_silent is_falling",
        STAFF: "owner",
        NOTHING: "run status order_days tenure_days silence_days revenue_minor revenue_12m_minor margin_12m_minor "
        "average_order_minor interval_days interval_spread_days abc_margin_class abc_class_before xyz_frequency_class "
        "demand_variation rfm_recency rfm_frequency rfm_money p_active_before orders_12m orders_12m_low orders_12m_high "
        "value_12m_low_minor value_12m_high_minor window_from window_to silence_probability volume_now_minor "
        "volume_usual_minor volume_drop_probability stability_facet frequency_facet margin_facet rfm_cell",
    },
    "orders.ScoreSnapshot": {
        CLIENT: "client", NOTHING: "id month as_of model_version abc_class xyz_frequency_class xyz_stability_class p_active "
        "value_12m_minor is_silent",
    },
    "conversations.Interaction": {
        CLIENT: "client kind at minutes outcome readiness next_contact_on text answers", TEXT: "text answers",
        STAFF: "author", NOTHING: "id company key created_at edited_at version",
    },
    "conversations.Participant": {PERSON: "interaction person", NOTHING: "id"},
    "conversations.Objection": {
        TEXT: "text wordings", STAFF: "owner changed_by",
        NOTHING: "id category segment language starter created_at changed_at retired_at version",
    },
    "conversations.ObjectionAnswer": {
        TEXT: "text alternate proof", NOTHING: "id objection created_at retired_at version",
    },
    "conversations.ObjectionUse": {CLIENT: "client interaction", STAFF: "user", NOTHING: "id answer helped at"},
    "conversations.Script": {
        TEXT: "title steps", STAFF: "owner changed_by",
        NOTHING: "id language segment need value starter created_at changed_at retired_at version",
    },
    "conversations.Technique": {
        TEXT: "text example", STAFF: "changed_by", NOTHING: "id code language title position changed_at version",
    },
    "discovery.Venture": {
        TEXT: "name vision", STAFF: "owner",
        NOTHING: "id kind state phase canvas_kind loop_days loop_budget_minor cash_minor cash_on burn_minor build_cost_minor "
        "delay_cost_minor least_company_minor created_at version",
    },
    "discovery.VentureMember": {STAFF: "user", NOTHING: "id venture may_work"},
    "discovery.Loop": {NOTHING: "id venture number phase started_on ended_on end"},
    "discovery.ChecklistItem": {
        TEXT: "title result", STAFF: "done_by", NOTHING: "id venture phase code position done_on version",
    },
    "discovery.VentureEvent": {
        TEXT: "details", STAFF: "actor", NOTHING: "id venture at kind loop subject_kind subject_id",
    },
    "discovery.WorkEntry": {
        TEXT: "note", STAFF: "author", NOTHING: "id venture test on minutes money_minor created_at",
    },
    "discovery.CanvasVersion": {
        TEXT: "name stickers", STAFF: "author", NOTHING: "id venture number canvas_kind at",
    },
    "discovery.Segment": {
        TEXT: "name description accounts_source",
        NOTHING: "id venture declared_best accounts_low accounts_high version"},
    "discovery.Problem": {TEXT: "name description reason", NOTHING: "id venture state decided_on version"},
    "discovery.ProblemMerge": {TEXT: "wording moved", STAFF: "author", NOTHING: "id venture kept gone at"},
    "discovery.MarketSize": {
        TEXT: "sources", STAFF: "author",
        NOTHING: "id segment problem reach_low reach_high prevalence_low prevalence_high willing_low willing_high "
        "price_low_minor price_high_minor times_low times_high whole_minor within_reach obtainable margin at version",
    },
    "discovery.InterviewPlan": {
        TEXT: "goal audience", STAFF: "owner",
        NOTHING: "id venture kind side segment target strangers due_on loop created_at closed_at version",
    },
    "discovery.Guide": {TEXT: "questions", STAFF: "author", NOTHING: "id plan number language created_at"},
    # Somebody outside the client base stands here in words alone: withdrawing forgets them, `interviews.forgetting`.
    "discovery.Candidate": {
        PERSON: "person name company contact consent_text", CLIENT: "client", TEXT: "name company contact consent_text",
        STAFF: "added_by",
        NOTHING: "id plan acquaintance state basis consent_on created_at changed_at version",
    },
    # Figures are nobody's once name and words are gone; a copy for the person holds them all the same.
    "discovery.Interview": {
        PERSON: "person name company consent_text notes transcript decides referrals withdrawn_reason",
        CLIENT: "client", TEXT: "name company consent_text notes transcript decides referrals withdrawn_reason",
        STAFF: "interviewer note_taker withdrawn_by",
        NOTHING: "id venture plan guide candidate kind side segment acquaintance held_on minutes consent talk_share "
        "evangelist cluster biases loop interaction_id key created_at edited_at forgotten_at withdrawn_at version",
    },
    "discovery.InterviewProblem": {
        PERSON: "alternative", TEXT: "alternative",
        NOTHING: "id interview problem unprompted severity frequency cost_minor hours",
    },
    "discovery.Theme": {TEXT: "name description", NOTHING: "id venture version"},
    "discovery.Quote": {
        PERSON: "text", TEXT: "text", STAFF: "author settled_by",
        NOTHING: "id interview problem hypothesis theme settled_at fact_id created_at",
    },
    "discovery.Coding": {STAFF: "coder outside", NOTHING: "id quote theme at"},
    "discovery.Commitment": {PERSON: "text", TEXT: "text", NOTHING: "id interview kind amount_minor"},
    "discovery.Hypothesis": {
        TEXT: "title statement metric falsifier prior_reason", STAFF: "prior_by owner",
        NOTHING: "id venture number block position kind segment problem unit threshold direction least_effect prior "
        "prior_size impact gain_minor loss_minor reversible critical state probability low high evidence_count "
        "rules_edition decided_on expires_on loop carried_from carried_weight created_at removed_at version",
    },
    "discovery.PriorChange": {TEXT: "reason", STAFF: "author", NOTHING: "id hypothesis at before after"},
    "discovery.HypothesisLink": {NOTHING: "id child parent"},
    "discovery.Evidence": {
        TEXT: "text withdrawn_reason", STAFF: "author withdrawn_by",
        NOTHING: "id hypothesis supports level sensitivity specificity relevance reliability cluster source source_id "
        "observed_on created_at withdrawn_at",
    },
    "discovery.TestCard": {
        TEXT: "name action metric population exclusion call_to_action recruiting claim abandoned_reason",
        STAFF: "assigned_to predicted_by locked_by decided_by",
        NOTHING: "id venture number hypothesis kind rule threshold hoped alpha power sure prior_a prior_b least most "
        "pass_mark futility ends_on level sensitivity specificity cost_minor hours days prediction state locked_at "
        "locked_text lock_hash lock_salts hidden observed observed_seal exploratory verdict decided_at rules_edition "
        "decided_after decided_seal retest_of loop "
        "created_at version",
    },
    "discovery.Amendment": {
        TEXT: "before after reason", STAFF: "author", NOTHING: "id test at field seen digest seal",
    },
    "discovery.Observation": {
        CLIENT: "client who", TEXT: "who note correction_reason cluster", STAFF: "author",
        NOTHING: "id test entered_at happened_on arm success voice interview exploratory corrects excluded look seal",
    },
    "discovery.LadderRate": {STAFF: "adopted_by", NOTHING: "id level hits misses rights wrongs hypotheses adopted_at"},
    "discovery.LearningCard": {
        TEXT: "observed learned action deviations", STAFF: "author", NOTHING: "id test decision at version",
    },
    "discovery.ProfileItem": {TEXT: "text", NOTHING: "id venture segment kind sort importance heard hypothesis version"},
    "discovery.Proposition": {
        TEXT: "name aside_reason", STAFF: "aside_by", NOTHING: "id venture segment hypothesis aside_on version",
    },
    "discovery.ValueItem": {TEXT: "text", NOTHING: "id venture proposition kind version"},
    "discovery.ValueLink": {NOTHING: "id item profile coverage"},
    "discovery.OfferedProduct": {TEXT: "name description", NOTHING: "id venture price_minor version"},
    "discovery.MvpVersion": {
        TEXT: "does left_out", STAFF: "author", NOTHING: "id product number ready_on work created_at version",
    },
    "discovery.MvpChange": {TEXT: "text", NOTHING: "id product version"},
    "discovery.MvpShowing": {
        PERSON: "said", CLIENT: "client who said", TEXT: "who said", STAFF: "author",
        NOTHING: "id mvp on interview alone verdict asked created_at version",
    },
    "discovery.MvpShowing_asked": {NOTHING: "id mvpshowing mvpchange"},
    "discovery.MvpAnswer": {TEXT: "why", NOTHING: "id mvp change taken"},
    "discovery.Solution": {NOTHING: "id product segment price_minor version"},
    "discovery.Adaptation": {TEXT: "requirement difference", NOTHING: "id solution aspect"},
    "discovery.Presale": {
        CLIENT: "client who refusal", TEXT: "who terms refusal", STAFF: "author",
        NOTHING: "id venture hypothesis product segment source relation by_founder amount_minor list_minor agreed_on due_on "
        "paid_on delivered_on refused_on created_at version",
    },
    "discovery.Refund": {
        CLIENT: "reason other_way", TEXT: "reason other_way", STAFF: "author",
        NOTHING: "id presale on amount_minor hypothesis created_at",
    },
    "discovery.RoadmapStage": {TEXT: "name shown_by needs", NOTHING: "id venture position version"},
    "discovery.StagePassed": {NOTHING: "id presale stage on"},
    "discovery.ManualService": {
        TEXT: "name unit", NOTHING: "id venture hour_cost_minor price_minor units_a_month version",
    },
    "discovery.ManualStep": {
        TEXT: "name",
        NOTHING: "id service position automatable automation_minor minutes_after money_after_minor removed_at version",
    },
    "discovery.ManualRun": {
        CLIENT: "client who note", TEXT: "who note", STAFF: "author",
        NOTHING: "id service presale on units outcome created_at",
    },
    "discovery.ManualRunStep": {TEXT: "worker failure", NOTHING: "id run step minutes money_minor failed"},
    "discovery.Survey": {
        TEXT: "name about texts",
        NOTHING: "id venture segment token state opened_at closes_on most_answers refused best_segment created_at version",
    },
    "discovery.SurveyQuestion": {TEXT: "text options", NOTHING: "id survey position kind required problem"},
    "discovery.SurveyAnswer": {
        CLIENT: "client who values", TEXT: "who values aside_note", STAFF: "aside_by author",
        NOTHING: "id survey at source language segment seconds sender aside form_mark",
    },
    "discovery.SurveyDay": {NOTHING: "id day salt"},
    # A hash with a secret that is deleted the next day: it leads to nobody.
    "discovery.SurveySender": {NOTHING: "id survey day digest answers"},
    "discovery.FitSettings": {
        CLIENT: "clients", TEXT: "product",
        NOTHING: "id venture source months plateau_mark ellis_mark rep_cost_minor version",
    },
    "discovery.FitSettings_clients": {CLIENT: "client", NOTHING: "id fitsettings"},
    "discovery.FitReading": {
        STAFF: "actor", NOTHING: "id venture state wanted result error requested_at claimed_at finished_at",
    },
    "discovery.SalesPeriod": {STAFF: "author", NOTHING: "id venture starts_on sellers yield_minor"},
    "discovery.EconomicsScenario": {
        TEXT: "name note", STAFF: "author",
        NOTHING: "id venture main horizon_months retention discount payback_limit ltv_cac_mark sure develop_cost_minor "
        "develop_clients develop_uplift_minor created_at result result_at version",
    },
    "discovery.EconomicsInput": {
        TEXT: "basis", STAFF: "author",
        NOTHING: "id scenario metric value low high shape successes trials source assumed on",
    },
    "discovery.InputLink": {
        TEXT: "filters view product", STAFF: "author",
        NOTHING: "id scenario metric source service since until counted clients amount_minor first last at",
    },
    "discovery.InputCorrelation": {NOTHING: "id scenario first second rank"},
    "discovery.AcquisitionChannel": {
        TEXT: "name",
        NOTHING: "id scenario media_minor people_minor tools_minor commissions_minor leads clients next_cost_minor "
        "next_clients version",
    },
    "discovery.FixedCost": {TEXT: "name", NOTHING: "id scenario amount_minor"},
    "discovery.GateCriterion": {
        TEXT: "title", NOTHING: "id venture phase code rule marks need position removed_at version",
    },
    "discovery.CriterionDecision": {
        TEXT: "reason", STAFF: "author", NOTHING: "id criterion met evidence at withdrawn_at",
    },
    "discovery.GateState": {NOTHING: "id venture phase state since"},
    "discovery.GateOverride": {
        TEXT: "reason", STAFF: "author ended_by", NOTHING: "id venture phase unmet at until ended_at",
    },
    "discovery.GateDecision": {
        TEXT: "reasons snapshot", STAFF: "author", NOTHING: "id venture phase loop choice override snapshot_hash at",
    },
    "discovery.Pivot": {
        TEXT: "reason kept changed_blocks", STAFF: "author",
        NOTHING: "id venture kind loop_before loop_after phase_before phase_after version_before version_after evidence "
        "decision runway at",
    },
    "discovery.Pivot_evidence": {NOTHING: "id pivot evidence"},
    "discovery.CarriedHypothesis": {NOTHING: "id pivot before after fate weight"},
}  # fmt: skip

# How a free text leads to the client it is about; in those of the person's own clients single words of the name count.
CLIENT_OF_TEXT: dict[str, str] = {
    "clients.Note": "client_id",
    "clients.Post": "client_id",
    "clients.CompanyTie": "client_id",
    "clients.DecisionUnit": "client_id",
    "clients.UnitMember": "unit__client_id",
    "clients.Criterion": "member__unit__client_id",
    "clients.Argument": "unit__client_id",
    "clients.DecisionTable": "unit__client_id",
    "clients.Fact": "client_id",
    "agenda.Task": "client_id",
    "conversations.Interaction": "client_id",
}


def columns(label: str, kind: str) -> tuple[str, ...]:
    """The columns of one table that are of this kind."""
    return tuple(FIELDS[label].get(kind, "").split())


def free_texts() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """(table, its columns of free text, its way to the client or nothing), for every table that has any."""
    return tuple(
        (label, columns(label, TEXT), CLIENT_OF_TEXT.get(label, "")) for label in FIELDS if columns(label, TEXT)
    )
